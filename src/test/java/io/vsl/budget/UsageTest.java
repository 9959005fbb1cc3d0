package io.vsl.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vsl.budget.Usage.Amounts;
import io.vsl.budget.Usage.Entry;
import io.vsl.platform.json.JsonConfiguration;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UsageTest {

    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private static Entry entry(String model, int day, long jobs, String reserved, String spent) {
        return new Entry(model, MONTH.atDay(day), new Amounts(jobs, new BigDecimal(reserved), new BigDecimal(spent)));
    }

    @Test
    void isWrittenAsPeopleWriteMoney() throws JsonProcessingException {
        Usage usage = Usage.of(
                "user123",
                MONTH,
                new BigDecimal("5"),
                List.of(
                        entry("flux-schnell", 27, 2, "0.0030", "0.0030"),
                        entry("flux-schnell", 28, 1, "0.0000", "0.0030"),
                        entry("sdxl", 27, 200, "0", "2.00")));

        assertThat(JsonConfiguration.json().writeValueAsString(usage))
                .isEqualTo(
                        "{\"userId\":\"user123\",\"month\":\"2026-11\",\"currency\":\"USD\",\"budget\":5,\"jobs\":203,"
                                + "\"reserved\":0.003,\"spent\":2.006,\"left\":2.991,"
                                + "\"models\":[{\"modelId\":\"flux-schnell\",\"jobs\":3,\"reserved\":0.003,\"spent\":0.006},"
                                + "{\"modelId\":\"sdxl\",\"jobs\":200,\"reserved\":0,\"spent\":2}],"
                                + "\"days\":[{\"day\":\"2026-11-27\",\"jobs\":202,\"reserved\":0.003,\"spent\":2.003},"
                                + "{\"day\":\"2026-11-28\",\"jobs\":1,\"reserved\":0,\"spent\":0.003}]}");
    }

    @Test
    void withoutABudgetThereIsNothingLeftOfIt() throws JsonProcessingException {
        assertThat(JsonConfiguration.json().writeValueAsString(Usage.of("user123", MONTH, null, List.of())))
                .isEqualTo(
                        "{\"userId\":\"user123\",\"month\":\"2026-11\",\"currency\":\"USD\",\"jobs\":0,\"reserved\":0,"
                                + "\"spent\":0,\"models\":[],\"days\":[]}");
    }

    @Property
    void modelsAndDaysAddUpToTheWhole(@ForAll("entries") List<Entry> entries) {
        Usage usage = Usage.of("user123", MONTH, BigDecimal.ONE, entries);

        assertThat(sum(usage.models().stream().map(Usage.OfModel::amounts))).isEqualTo(usage.total());
        assertThat(sum(usage.days().stream().map(Usage.OfDay::amounts))).isEqualTo(usage.total());
        assertThat(usage.left())
                .isEqualByComparingTo(BigDecimal.ONE
                        .subtract(usage.total().reserved())
                        .subtract(usage.total().spent())
                        .max(BigDecimal.ZERO));
    }

    private static Amounts sum(Stream<Amounts> amounts) {
        return amounts.reduce(Amounts.NONE, Amounts::plus);
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        Arbitrary<BigDecimal> usd = Arbitraries.integers().between(0, 20_000).map(n -> BigDecimal.valueOf(n, 4));
        Arbitrary<Amounts> amounts = Combinators.combine(Arbitraries.longs().between(1, 100), usd, usd)
                .as(Amounts::new);
        return Combinators.combine(
                        Arbitraries.of("flux-schnell", "sdxl", "musicgen"),
                        Arbitraries.integers().between(1, 30),
                        amounts)
                .as((model, day, of) -> new Entry(model, MONTH.atDay(day), of))
                .list()
                .ofMaxSize(20);
    }
}
