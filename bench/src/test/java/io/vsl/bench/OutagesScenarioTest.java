package io.vsl.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import io.vsl.bench.OutagesScenario.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutagesScenarioTest {

    private static final long SECOND = 1_000_000_000;

    private static final List<Part> PARTS = List.of(
            new Part("quiet", false, 0), new Part("away", true, 10 * SECOND), new Part("after", false, 20 * SECOND));

    @Test
    void aRequestBelongsToTheOutageInWhichItWaits() {
        Load.Outcome before = taken(1, 5);
        Load.Outcome waits = taken(9, 2_000);
        Load.Outcome within = taken(15, 5);
        Load.Outcome longer = taken(19, 3_000);
        Load.Outcome after = taken(20, 5);

        assertThat(OutagesScenario.byPart(PARTS, List.of(before, waits, within, longer, after)))
                .isEqualTo(Map.of(
                        "quiet", List.of(before), "away", List.of(waits, within, longer), "after", List.of(after)));
    }

    @Test
    void aRefusalThatTheApiNamesIsCounted() throws Exception {
        List<Figure> figures = OutagesScenario.figures(
                line -> {}, Map.of("away", List.of(taken(1, 5), refused("LOG_UNAVAILABLE", true))));

        assertThat(figures)
                .extracting(Figure::what, Figure::value)
                .contains(tuple("away: longest", 7.0), tuple("away: refused", 50.0));
    }

    @Test
    void anyOtherAnswerAndNoneIsAFault() {
        for (Load.Outcome wrong : List.of(
                refused("LOG_UNAVAILABLE", false),
                refused("INTERNAL_ERROR", true),
                new Load.Outcome(0, 7, 0, false, "Connection was closed"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> OutagesScenario.figures(line -> {}, Map.of("away", List.of(wrong))));
        }
    }

    private static Load.Outcome taken(long second, double millis) {
        return new Load.Outcome(second * SECOND, millis, 202, false, null);
    }

    private static Load.Outcome refused(String code, boolean retryAfter) {
        return new Load.Outcome(0, 7, 503, retryAfter, "{\"code\":\"%s\"}".formatted(code));
    }
}
