package io.vsl.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.vsl.stores.DynamodbJobs;
import io.vsl.testing.Devstack;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The sinks are the fold of the log; where one is not, it is found, and a rebuild mends it. */
@NeedsServers
class VerifyTest {

    private static final String IMAGE = """
            {"mediaType":"image","modelId":"flux-schnell","prompt":"%s"}""";

    private static final String TABLE = "vsl-jobs-admin";

    private final Operator operator = Operator.shared();
    private final JdbcClient jdbc = operator.application().bean(JdbcClient.class);
    private final DynamoDbClient dynamodb = operator.application().bean(DynamoDbClient.class);

    private String ended = "";
    private String open = "";

    @BeforeEach
    void anEndedAndAnOpenJob() {
        Simulator.fault("{'on':'prediction','kind':'stuck','in':'processing','match':{'prompt':'never'}}");
        ended = operator.client().submitted(IMAGE.formatted("a fox"));
        open = operator.client().submitted(IMAGE.formatted("never"));
        operator.client().awaitOutcome(ended);
        Log.await(operator.application().topic("job.started"), Log.key(open));
        operator.awaitQuiet();
    }

    @AfterEach
    void clearFaults() {
        Simulator.clearFaults();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sink-postgres", "sink-redis", "sink-dynamodb"})
    void aSinkThatIsEmptiedAndRebuiltIsTheFoldOfTheLog(String sink) {
        jdbc.sql("INSERT INTO job_cancellations (job_id) VALUES (:id)")
                .param("id", UUID.randomUUID())
                .update();
        int kept = jdbc.sql("SELECT (SELECT count(*) FROM prediction_attempts) + (SELECT count(*) FROM job_outcomes)"
                        + " + (SELECT count(*) FROM job_cancellations)")
                .query(Integer.class)
                .single();
        try (RedisClient client = RedisClient.create(Devstack.shared().get("REDIS_URL") + "/5");
                StatefulRedisConnection<String, String> redis = client.connect()) {
            redis.sync().set("other", "stays");
            long before = replayed(sink).size();

            JsonNode result = operator.done("/admin/rebuilds", "{'sink':'%s'}".formatted(sink));
            operator.awaitTakenUp(sink);

            assertThat(result.path("written").asLong()).isPositive();
            JsonNode verified = operator.verified();
            assertThat(verified.path("differences").asInt())
                    .as(verified.toString())
                    .isZero();
            assertThat(verified.path("open").asInt()).isPositive();
            assertThat(verified.path("ended").asInt()).isPositive();
            assertThat(operator.client().status(ended).body().path("status").asText())
                    .isEqualTo("completed");
            assertThat(redis.sync().get("other")).isEqualTo("stays");
            assertThat(replayed(sink).stream().skip(before).findFirst())
                    .as("the outcome, before it is shown as open")
                    .contains(operator.application().topic("job.completed"));
        }
        assertThat(jdbc.sql("SELECT (SELECT count(*) FROM prediction_attempts) + (SELECT count(*) FROM job_outcomes)"
                                + " + (SELECT count(*) FROM job_cancellations)")
                        .query(Integer.class)
                        .single())
                .isGreaterThanOrEqualTo(kept);
    }

    @Test
    void aDryRunOfARebuildLeavesTheSinkAsItIs() {
        JsonNode result = operator.done("/admin/rebuilds", "{'sink':'sink-postgres','dryRun':true}");

        assertThat(result.path("written").asLong()).isZero();
        assertThat(result.path("chosen").asLong()).isPositive();
        assertThat(jdbc.sql("SELECT count(*) FROM jobs WHERE job_id = CAST(:id AS uuid)")
                        .param("id", ended)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "document = jsonb_set(document, '{status}', '\"failed\"')",
                "document = '{}'",
                "version = version - 1"
            })
    void aRowThatSaysSomethingElseIsFound(String change) {
        jdbc.sql("UPDATE jobs SET " + change + " WHERE job_id = CAST(:id AS uuid)")
                .param("id", ended)
                .update();

        finds("sink-postgres", ended, "different");
    }

    @Test
    void aRowThatIsMissingIsFound() {
        jdbc.sql("DELETE FROM jobs WHERE job_id = CAST(:id AS uuid)")
                .param("id", ended)
                .update();

        finds("sink-postgres", ended, "missing");
    }

    @Test
    void aRowThatTheLogDoesNotKnowIsFound() {
        UUID other = UUID.randomUUID();
        jdbc.sql("""
                INSERT INTO jobs (job_id, status, created_at, version, document)
                SELECT :other, status, created_at, version, document FROM jobs WHERE job_id = CAST(:id AS uuid)""").param("other", other).param("id", ended).update();

        finds("sink-postgres", other.toString(), "extra");
    }

    @Test
    void aJobThatRedisHasForgottenIsNoDifference() {
        try (RedisClient client = RedisClient.create(Devstack.shared().get("REDIS_URL") + "/5");
                StatefulRedisConnection<String, String> redis = client.connect()) {
            redis.sync().del("job:status:" + ended, "job:status:" + open);
        }

        assertThat(operator.verified().path("differences").asInt()).isZero();
    }

    @Test
    void anEntryThatSaysSomethingElseIsFound() {
        try (RedisClient client = RedisClient.create(Devstack.shared().get("REDIS_URL") + "/5");
                StatefulRedisConnection<String, String> redis = client.connect()) {
            String entry = redis.sync().get("job:status:" + open);
            redis.sync().set("job:status:" + open, entry.replace("\"processing\"", "\"pending\""));
        }

        finds("sink-redis", open, "different");
    }

    @Test
    void anItemThatSaysSomethingElseIsFound() {
        Map<String, AttributeValue> key =
                operator.application().bean(DynamodbJobs.class).key(UUID.fromString(ended));
        Map<String, AttributeValue> item = new HashMap<>(
                dynamodb.getItem(get -> get.tableName(TABLE).key(key)).item());
        item.put("document", AttributeValue.fromS(item.get("document").s().replace("\"completed\"", "\"failed\"")));
        dynamodb.putItem(put -> put.tableName(TABLE).item(item));

        finds("sink-dynamodb", ended, "different");
    }

    @Test
    void anItemThatIsMissingIsFound() {
        Map<String, AttributeValue> key =
                operator.application().bean(DynamodbJobs.class).key(UUID.fromString(open));
        dynamodb.deleteItem(delete -> delete.tableName(TABLE).key(key));

        finds("sink-dynamodb", open, "missing");
    }

    @Test
    void poisonIsPassedOverAndAnOutcomeThatChangesIsFound() {
        String topic = operator.application().topic("job.completed");
        Log.produce(topic, ended, "no event");
        String outcome = Log.value(Log.await(
                topic,
                record -> Log.key(ended).test(record) && Log.value(record).startsWith("{")));
        Log.produce(topic, ended, outcome.replace("\"completed\"", "\"completed\" "));
        operator.awaitQuiet();

        JsonNode verified = operator.verified();

        assertThat(verified.path("changedOutcomes").asInt()).isEqualTo(1);
        assertThat(verified.path("differences").asInt()).as(verified.toString()).isZero();
    }

    @Test
    void sinksThatHaveNotCaughtUpFailTheVerification() {
        jdbc.sql("ALTER TABLE job_events RENAME TO job_events_away").update();
        try {
            operator.done("/admin/replays", "{'stage':'sink-postgres','jobIds':['%s']}".formatted(ended));

            JsonNode operation = operator.ended("/admin/verifications", "{}");

            assertThat(operation.path("state").asText()).isEqualTo("failed");
            assertThat(operation.path("error").asText()).contains("caught up", "sink-postgres");
        } finally {
            jdbc.sql("ALTER TABLE job_events_away RENAME TO job_events").update();
        }
        operator.awaitTakenUp("sink-postgres");
    }

    /** From which topics records of the ended job were replayed, in their order. */
    private List<String> replayed(String sink) {
        return Log.read(operator.application().topic(sink + ".retry")).stream()
                .filter(Log.key(ended))
                .map(record -> Log.header(record, "retry-topic"))
                .toList();
    }

    /** Exactly this difference; mended by a rebuild of that sink. */
    private void finds(String sink, String jobId, String what) {
        try {
            JsonNode verified = operator.verified();

            assertThat(verified.path("differences").asInt())
                    .as(verified.toString())
                    .isEqualTo(1);
            assertThat(verified.at("/sinks/" + sink + "/" + what).asInt()).isEqualTo(1);
            assertThat(verified.path("examples"))
                    .hasToString("[{\"sink\":\"%s\",\"jobId\":\"%s\",\"what\":\"%s\"}]".formatted(sink, jobId, what));
        } finally {
            operator.done("/admin/rebuilds", "{'sink':'%s'}".formatted(sink));
            operator.awaitTakenUp(sink);
        }
        assertThat(operator.verified().path("differences").asInt()).isZero();
    }
}
