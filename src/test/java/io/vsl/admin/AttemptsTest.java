package io.vsl.admin;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An attempt that nobody knows the fate of is repeated when a person says so, and only then. */
@NeedsServers
class AttemptsTest {

    private static final String IMAGE = """
            {"mediaType":"image","modelId":"flux-schnell","prompt":"%s"}""";

    private final Operator operator = Operator.shared();

    @AfterEach
    void clearFaults() {
        Simulator.clearFaults();
    }

    @Test
    void anUnknownAttemptIsRepeatedByOrder() {
        Simulator.fault("{'on':'create','kind':'drop-answer','times':1,'match':{'prompt':'unheard'}}");
        Simulator.fault("{'on':'webhook','kind':'lose','times':1,'match':{'event':'completed'}}");
        String jobId = operator.client().submitted(IMAGE.formatted("unheard"));
        JsonNode unknown = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> attempt(jobId, "sending"), attempt -> attempt.has("jobId"));
        assertThat(unknown.path("attempt").asInt()).isEqualTo(1);

        HttpResponse<String> ordered = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> operator.post("/admin/jobs/" + jobId + "/attempts", "{'reason':'the client waits'}"),
                        answer -> answer.statusCode() != 409);

        assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(202);
        assertThat(operator.client().awaitOutcome(jobId).path("status").asText())
                .isEqualTo("completed");
        assertThat(Simulator.predictions(jobId)).isEqualTo(2);
        JsonNode abandoned = attempt(jobId, "abandoned");
        assertThat(abandoned.at("/evidence/operator").asText()).isEqualTo("operator");
        assertThat(abandoned.at("/evidence/reason").asText()).isEqualTo("the client waits");
        JsonNode second = attempt(jobId, "submitted");
        assertThat(second.path("attempt").asInt()).isEqualTo(2);
        assertThat(second.path("cause").asText()).isEqualTo("ordered by operator: the client waits");
        assertThat(operator.get("/admin/operations?limit=20").path("operations"))
                .anySatisfy(operation -> {
                    assertThat(operation.path("kind").asText()).isEqualTo("attempt");
                    assertThat(operation.at("/request/jobId").asText()).isEqualTo(jobId);
                });
    }

    @Test
    void anAttemptThatIsKnownIsNotRepeated() {
        Simulator.fault("{'on':'prediction','kind':'stuck','in':'processing','match':{'prompt':'never'}}");
        String jobId = operator.client().submitted(IMAGE.formatted("never"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> attempt(jobId, "submitted")
                .has("jobId"));
        operator.application()
                .bean(JdbcClient.class)
                .sql("""
                UPDATE prediction_attempts SET updated_at = now() - interval '1 hour', checked_at = now()
                WHERE job_id = CAST(:id AS uuid)""")
                .param("id", jobId)
                .update();

        assertProblem(order(jobId), 409, "ATTEMPT_NOT_UNKNOWN");
        assertThat(Simulator.predictions(jobId)).isEqualTo(1);
    }

    @Test
    void aJobThatHasEndedIsNotSentAgain() {
        String jobId = operator.client().submitted(IMAGE.formatted("a fox"));
        operator.client().awaitOutcome(jobId);

        assertProblem(order(jobId), 409, "JOB_HAS_ENDED");
        assertThat(attempt(jobId, "submitted").has("jobId"))
                .as("the ledger is as it was")
                .isTrue();
        assertThat(Simulator.predictions(jobId)).isEqualTo(1);
    }

    @Test
    void aJobThatWasNeverSentIsNotThere() {
        assertProblem(order(UUID.randomUUID().toString()), 404, "JOB_NOT_FOUND");
        assertProblem(order("x"), 404, "JOB_NOT_FOUND");
    }

    private HttpResponse<String> order(String jobId) {
        return operator.post("/admin/jobs/" + jobId + "/attempts", "{'reason':'because'}");
    }

    /** The attempt of that job in that state; an empty object when there is none. */
    private JsonNode attempt(String jobId, String state) {
        return StreamSupport.stream(
                        operator.get("/admin/attempts?limit=200&state=" + state)
                                .path("attempts")
                                .spliterator(),
                        false)
                .filter(attempt -> attempt.path("jobId").asText().equals(jobId))
                .findFirst()
                .orElseGet(() -> Http.json("{}"));
    }
}
