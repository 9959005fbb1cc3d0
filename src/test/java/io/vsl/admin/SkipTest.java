package io.vsl.admin;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A stage that holds says so, and an operator can have it set a record aside. */
@NeedsServers
class SkipTest {

    private final Operator operator = Operator.shared();
    private final JdbcClient jdbc = operator.application().bean(JdbcClient.class);
    private final UUID jobId = UUID.randomUUID();
    private final String topic = operator.application().topic("job.cancel-requested");

    /** PostgreSQL fails at this job as at a lock that somebody else has, which may pass, and does not. */
    @BeforeEach
    void failAtTheJob() {
        jdbc.sql("""
                CREATE OR REPLACE FUNCTION fail_at_job() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.job_id = '%s' THEN RAISE EXCEPTION 'somebody has it' USING ERRCODE = '55P03'; END IF;
                    RETURN NEW;
                END $$""".formatted(jobId)).update();
        jdbc.sql(
                        "CREATE TRIGGER fail_at_job BEFORE INSERT ON job_cancellations FOR EACH ROW EXECUTE FUNCTION fail_at_job()")
                .update();
    }

    @AfterEach
    void failNoMore() {
        jdbc.sql("DROP TRIGGER fail_at_job ON job_cancellations").update();
    }

    @Test
    void aStageThatHoldsSaysSoAndGoesOnWithoutTheRecordThatAnOperatorHasSkipped() {
        Log.produce(topic, jobId.toString(), "{}");
        JsonNode hold = Awaitility.await("the stage to hold")
                .atMost(Duration.ofSeconds(30))
                .until(() -> cancel().path("holding").path(0), found -> !found.isMissingNode());

        assertThat(hold.path("reason").asText()).contains("somebody has it");
        assertThat(hold.path("since").asText()).isNotBlank();
        String record = hold.path("record").asText();
        assertThat(Http.json(operator.send("GET", "/health/ready", "", null).body())
                        .path("status")
                        .asText())
                .isEqualTo("HOLDING");
        assertThat(operator.send("GET", "/metrics", "", null).body())
                .containsPattern("vsl_stage_holding\\{[^}]*stage=\"cancel\"[^}]*} [1-9]");

        String[] place = record.substring(topic.length() + 1).split("@");
        operator.done(
                "/admin/stages/cancel/skips",
                "{'topic':'%s','partition':%s,'offset':%s,'reason':'stuck'}".formatted(topic, place[0], place[1]));

        assertThat(Log.header(
                        Log.await(operator.application().topic("cancel.dead-letter"), Log.key(jobId.toString())),
                        "dead-letter-reason"))
                .contains("skipped by", "stuck");
        Awaitility.await("the stage to go on")
                .atMost(Duration.ofSeconds(30))
                .until(() -> cancel().path("holding").isEmpty()
                        && cancel().path("lag").asLong() == 0);
        assertThat(operator.get("/admin/operations?limit=1")
                        .at("/operations/0/kind")
                        .asText())
                .isEqualTo("skip");
    }

    @Test
    void whatIsWrongWithAnOrderIsToldByField() {
        JsonNode problem = assertProblem(
                operator.post("/admin/stages/cancel/skips", "{'topic':'other','partition':-1,'offset':'x','why':1}"),
                400,
                "VALIDATION_FAILED");

        assertThat(problem.path("details").findValuesAsText("field"))
                .containsExactlyInAnyOrder("topic", "partition", "offset", "reason", "why");
        assertProblem(operator.post("/admin/stages/status/skips", "{}"), 404, "NOT_FOUND");
    }

    private JsonNode cancel() {
        for (JsonNode stage : operator.get("/admin/stages").path("stages")) {
            if (stage.path("stage").asText().equals("cancel")) {
                return stage;
            }
        }
        throw new AssertionError("no stage cancel");
    }
}
