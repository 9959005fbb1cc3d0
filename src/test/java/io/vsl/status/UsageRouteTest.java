package io.vsl.status;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.NeedsServers;
import java.math.BigDecimal;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /usage} of users without a budget, whose jobs run. */
@NeedsServers
class UsageRouteTest {

    private static final String IMAGE = """
            {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    private final Application application = Application.shared();
    private final String userId = "user-" + UUID.randomUUID();
    private final Client client = client(new Caller(userId, false, 0, 0));

    private Client client(Caller caller) {
        String key = "vsl_" + UUID.randomUUID();
        application.bean(ApiKeys.class).register(key, caller);
        return new Client(application.url(), key);
    }

    @Test
    void whatHasEndedIsSpentAndNothingIsReserved() {
        for (int i = 0; i < 3; i++) {
            assertThat(client.awaitOutcome(client.submitted(IMAGE))
                            .path("status")
                            .asText())
                    .isEqualTo("completed");
        }

        JsonNode usage = Awaitility.await()
                .until(
                        () -> client.get("/usage").body(),
                        it -> it.path("reserved").decimalValue().signum() == 0);

        assertThat(usage.path("userId").asText()).isEqualTo(userId);
        assertThat(usage.path("jobs").asInt()).isEqualTo(3);
        assertThat(usage.path("spent").decimalValue()).isEqualByComparingTo("0.009");
        assertThat(usage.at("/models/0/modelId").asText()).isEqualTo("flux-schnell");
        assertThat(usage.at("/models/0/spent").decimalValue()).isEqualByComparingTo("0.009");
        assertThat(usage.at("/days/0/jobs").asInt()).isEqualTo(3);
        assertThat(usage.has("budget")).isFalse();
        assertThat(usage.has("left")).isFalse();
    }

    @Test
    void operatorsSeeEverybodysAndUsersTheirOwn() {
        client.awaitOutcome(client.submitted(IMAGE));
        Client operator = client(new Caller("operator-" + UUID.randomUUID(), true));

        JsonNode usage = operator.get("/usage?userId=" + userId).body();

        assertThat(usage.path("jobs").asInt()).isEqualTo(1);
        assertThat(usage).isEqualTo(client.get("/usage?userId=" + userId).body());
        assertThat(operator.get("/usage").body().path("jobs").asInt()).isZero();
        assertProblem(client.get("/usage?userId=another").response(), 403, "FORBIDDEN");
    }

    @Test
    void anotherMonthIsAnother() {
        client.awaitOutcome(client.submitted(IMAGE));

        JsonNode usage = client.get("/usage?month=2020-02").body();

        assertThat(usage.path("month").asText()).isEqualTo("2020-02");
        assertThat(usage.path("spent").decimalValue()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(usage.path("days")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "month=2026",
                "month=2026-13",
                "month=november",
                "month=-2026-01",
                "month=1999-01",
                "month=",
                "month=2026-11&month=2026-12",
                "userId=..",
                "userId="
            })
    void whatIsWrongIsNamed(String query) {
        JsonNode problem = assertProblem(client.get("/usage?" + query).response(), 400, "VALIDATION_FAILED");

        assertThat(problem.at("/details/0/field").asText()).isEqualTo(query.replaceAll("=.*", ""));
    }
}
