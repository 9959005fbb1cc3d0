package io.vsl.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Estimate;
import io.vsl.job.Price;
import io.vsl.platform.json.JsonConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices that change from one day to the next. */
class PricesTest {

    private static final String DATED = """
            [{"usd": 0.01, "per": "run"},
             {"usd": 0.000225, "per": "predict_second", "since": "2026-02-01"},
             {"usd": 0.03, "per": "output", "since": "2026-03-01"}]""";

    @ParameterizedTest
    @CsvSource({
        "2025-01-01T00:00:00Z, 0.01, RUN, 1, 0.01,",
        "2026-01-31T23:59:59.999Z, 0.01, RUN, 1, 0.01,",
        "2026-02-01T00:00:00Z, 0.000225, PREDICT_SECOND, 7.5, 0.0017, 2026-02-01",
        "2026-02-28T12:00:00Z, 0.000225, PREDICT_SECOND, 7.5, 0.0017, 2026-02-01",
        "2030-01-01T00:00:00Z, 0.03, OUTPUT, 4, 0.12, 2026-03-01",
    })
    void aJobCostsWhatItsModelCostsThen(
            Instant at, String usd, Price.Per per, String units, String estimate, LocalDate since) {
        Estimate estimated = accepted(DATED).estimate(at, Duration.ZERO);

        Price price = Objects.requireNonNull(estimated.price());
        assertThat(price.usd()).isEqualByComparingTo(usd);
        assertThat(price.per()).isEqualTo(per);
        assertThat(price.units()).isEqualByComparingTo(units);
        assertThat(price.since()).isEqualTo(since);
        assertThat(estimated.cost()).isEqualByComparingTo(estimate);
    }

    @Test
    void theModelShowsThePriceThatHolds() {
        assertThat(models(DATED)
                        .all()
                        .getFirst()
                        .view(Instant.parse("2026-02-15T00:00:00Z"))
                        .pricing()
                        .usd())
                .isEqualByComparingTo("0.000225");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]|pricing: must have 1 to 100 entries",
                "[1]|pricing[0]: must be an object",
                "[{'usd':1,'per':'run'},{'usd':2,'per':'run'}]|pricing[1].since: is required, and later",
                "[{'usd':1,'per':'run','since':'2026-02-01'},{'usd':2,'per':'run','since':'2026-02-01'}]|pricing[1].since: is required",
                "[{'usd':1,'per':'run','since':'2026-02-30'}]|pricing[0].since: must be a day such as 2026-01-31",
                "{'usd':1,'per':'run','since':'0000-01-01'}|pricing.since: must be a day such as 2026-01-31, of the years 2000 to 2100",
                "{'usd':1,'per':'minute'}|must be one of run, output, second, predict_second",
                "{'usd':0.0000001,'per':'predict_second'}|at most 6 decimals",
                "'free'|must be a number, USD a run such as 0.003, an object {usd, per, of, since}, or a list of these",
            })
    void whatNoPriceCanBeIsRefused(String pricing, String reason) {
        assertThatThrownBy(() -> models(pricing.replace('\'', '"')))
                .isInstanceOf(InvalidModels.class)
                .hasMessageContaining(reason);
    }

    private static Prepared.Accepted accepted(String pricing) {
        ObjectNode parameters = JsonConfiguration.json().createObjectNode().put("n", 4);
        return (Prepared.Accepted) models(pricing).all().getFirst().prepare(parameters);
    }

    private static Models models(String pricing) {
        return Models.parse("""
                {"image": {"painter": {"version": "acme/painter", "estimatedTime": 7.5, "outputs": "n",
                 "supportedParams": {"n": {"type": "integer", "minimum": 1, "maximum": 4, "required": true}},
                 "pricing": %s}}}""".formatted(pricing), "models.json");
    }
}
