package io.vsl.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Client.Answer;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.EventReader;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Receiver;
import io.vsl.testing.Receiver.Received;
import io.vsl.testing.Records;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many jobs at once: in the order given, each for itself, and told of once when all have ended. */
@NeedsServers
class BatchesRouteTest {

    private static final String GOOD = """
            {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    private static final String BAD = """
            {"mediaType":"image","modelId":"none","reference":"bad"}""";

    private static Database database;
    private static Application vsl;
    private static Receiver receiver;
    private static Client client;

    @BeforeAll
    static void start() {
        database = Database.create("batches_route");
        receiver = new Receiver();
        vsl = Application.start(Map.of("DATABASE_URL", database.url()));
        client = new Client(vsl.url());
    }

    @AfterAll
    static void stop() {
        vsl.close();
        receiver.close();
    }

    private static String batch(String... requests) {
        return "{\"requests\":[%s]}".formatted(String.join(",", requests));
    }

    private static JsonNode awaitEnd(String batchId) {
        return Awaitility.await("the end of " + batchId)
                .until(() -> client.get("/batches/" + batchId).body(), batch -> batch.has("completedAt"));
    }

    @Test
    void theGoodOnesAreAcceptedInTheirOrderAndTheOthersSayWhy() {
        Answer answer = client.post(
                "/generate-media/batch",
                batch(GOOD.replace("{\"mediaType\"", "{\"reference\":\"first\",\"mediaType\""), BAD, "7", GOOD));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        JsonNode body = answer.body();
        String batchId = body.path("batchId").asText();
        assertThat(answer.response().headers().firstValue("Location")).contains("/batches/" + batchId);
        assertThat(body.path("accepted").asInt()).isEqualTo(2);
        assertThat(body.path("refused").asInt()).isEqualTo(2);
        assertThat(body.findValuesAsText("index")).containsExactly("0", "1", "2", "3");
        assertThat(body.at("/jobs/0/reference").asText()).isEqualTo("first");
        assertThat(body.at("/jobs/0/status").asText()).isEqualTo("pending");
        assertThat(body.at("/jobs/1/reference").asText()).isEqualTo("bad");
        assertThat(body.at("/jobs/1/error/code").asText()).isEqualTo("VALIDATION_FAILED");
        assertThat(body.at("/jobs/1/error/details/0/field").asText()).isEqualTo("modelId");
        assertThat(body.at("/jobs/2/error/details/0/code").asText()).isEqualTo("WRONG_TYPE");
        String first = body.at("/jobs/0/jobId").asText();
        assertThat(client.status(first).body().path("batchId").asText()).isEqualTo(batchId);
        JsonNode ended = awaitEnd(batchId);
        assertThat(ended.path("total").asInt()).isEqualTo(2);
        assertThat(ended.path("completed").asInt()).isEqualTo(2);
        assertThat(ended.path("pending").asInt()).isZero();
        Awaitility.await()
                .until(() -> client.get("/jobs?batchId=" + batchId)
                                .body()
                                .path("jobs")
                                .size()
                        == 2);
        assertThat(client.cancelBatch(batchId).status()).as("it has ended").isEqualTo(409);
    }

    @Test
    void itsEndIsToldOnceToItsOwnUrlAndToEndpoints() {
        String body = "{\"requests\":[%s,%s,%s],\"webhookUrl\":\"%s\",\"metadata\":{\"order\":7}}"
                .formatted(GOOD, GOOD, GOOD, receiver.url("/ended"));
        client.post(
                "/webhook-endpoints",
                "{\"url\":\"%s\",\"events\":[\"batch.completed\"]}".formatted(receiver.url("/endpoint")));

        String batchId = client.post("/generate-media/batch", body)
                .body()
                .path("batchId")
                .asText();

        Received call = receiver.await("/ended", 1).getFirst();
        assertThat(call.body().path("event").asText()).isEqualTo("batch.completed");
        assertThat(call.body().path("batchId").asText()).isEqualTo(batchId);
        assertThat(call.body().path("total").asInt()).isEqualTo(3);
        assertThat(call.body().path("completed").asInt()).isEqualTo(3);
        assertThat(call.body().at("/metadata/order").asInt()).isEqualTo(7);
        assertThat(call.body().path("userId").asText()).isEqualTo("user123");
        assertThat(receiver.await("/endpoint", 1))
                .anySatisfy(
                        told -> assertThat(told.body().path("batchId").asText()).isEqualTo(batchId));
        assertThat(client.get("/batches/" + batchId)
                        .body()
                        .at("/metadata/order")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void theSameKeyIsTheSameBatchAndNoJobRunsTwice() {
        String key = UUID.randomUUID().toString();
        Answer first = client.post("/generate-media/batch", batch(GOOD, BAD, GOOD), key);
        Answer again = client.post("/generate-media/batch", batch(GOOD, BAD, GOOD), key);
        Answer other = client.post("/generate-media/batch", batch(GOOD), key);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        Http.assertProblem(other.response(), 422, "IDEMPOTENCY_KEY_REUSED");
        assertThat(awaitEnd(first.body().path("batchId").asText()).path("total").asInt())
                .isEqualTo(2);
        Answer alone = client.submit(GOOD, key);
        assertThat(alone.status()).as("the key of a single request is another").isEqualTo(202);
    }

    @Test
    void aWholeBatchCanBeCancelled() {
        String batchId = client.post(
                        "/generate-media/batch",
                        batch(IntStream.range(0, 20).mapToObj(i -> GOOD).toArray(String[]::new)))
                .body()
                .path("batchId")
                .asText();

        Answer cancelled = client.cancelBatch(batchId);

        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.body().path("jobs").asInt()).isBetween(1, 20);
        JsonNode ended = awaitEnd(batchId);
        assertThat(ended.path("completed").asInt()
                        + ended.path("cancelled").asInt()
                        + ended.path("failed").asInt())
                .isEqualTo(20);
        assertThat(ended.path("cancelled").asInt()).isPositive();
    }

    @Test
    void overKafkaABatchIsItsJobs() {
        String batchId = UUID.randomUUID().toString();
        Set<String> jobs = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            String jobId = UUID.randomUUID().toString();
            jobs.add(jobId);
            Records.produce(
                    vsl.topic("job.requested"),
                    Records.bytes(jobId),
                    Records.bytes(GOOD.replace("{\"mediaType\"", "{\"userId\":\"user123\",\"mediaType\"")),
                    Map.of("batch-id", batchId));
        }

        JsonNode batch = Awaitility.await()
                .until(
                        () -> client.get("/batches/" + batchId).body(),
                        found -> found.path("completed").asInt() == 3);

        assertThat(batch.path("total").asInt()).isEqualTo(3);
        assertThat(batch.has("completedAt")).isFalse();
        JsonNode listed = client.get("/jobs?batchId=" + batchId).body().path("jobs");
        assertThat(StreamSupport.stream(listed.spliterator(), false)
                        .map(job -> job.path("jobId").asText())
                        .collect(Collectors.toSet()))
                .isEqualTo(jobs);
        Http.assertProblem(
                Http.send(Http.to(vsl.url() + "/batches/" + batchId).header("X-API-Key", other())),
                404,
                "BATCH_NOT_FOUND");
    }

    private static String other() {
        Client operator = new Client(vsl.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));
        return operator.post("/admin/keys", "{\"userId\":\"somebody\",\"scope\":\"user\"}")
                .body()
                .path("key")
                .asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|MALFORMED_JSON|",
                "{}|VALIDATION_FAILED|requests",
                "{\"requests\":[]}|VALIDATION_FAILED|requests",
                "{\"requests\":7}|VALIDATION_FAILED|requests",
                "{\"requests\":[{}]}|VALIDATION_FAILED|requests[0].mediaType",
                "{\"requests\":[7]}|VALIDATION_FAILED|requests[0].request",
                "{\"requests\":[GOOD],\"webhookUrl\":\"http://10.0.0.1:7/\"}|VALIDATION_FAILED|webhookUrl",
                "{\"requests\":[GOOD],\"webhookUrl\":7}|VALIDATION_FAILED|webhookUrl",
                "{\"requests\":[GOOD],\"metadata\":7}|VALIDATION_FAILED|metadata",
                "{\"requests\":[GOOD],\"more\":7}|VALIDATION_FAILED|more",
            })
    void whatIsNoBatchIsRefusedAsAWhole(String body, String code, String field) {
        try (Application strict =
                Application.start(Map.of("VSL_STAGES", "setup,submit", "VSL_ALLOW_INTERNAL_ADDRESSES", "false"))) {
            Answer answer = new Client(strict.url()).post("/generate-media/batch", body.replace("GOOD", GOOD));

            JsonNode problem = Http.assertProblem(answer.response(), 400, code);
            if (field != null) {
                assertThat(problem.path("details").findValuesAsText("field")).contains(field);
            }
        }
    }

    @Test
    void aBatchHasAThousandAtMost() {
        String many = batch(IntStream.range(0, 1001).mapToObj(i -> GOOD).toArray(String[]::new));

        JsonNode problem =
                Http.assertProblem(client.post("/generate-media/batch", many).response(), 400, "VALIDATION_FAILED");

        assertThat(problem.at("/details/0/field").asText()).isEqualTo("requests");
        assertThat(client.get("/batches/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(client.get("/batches/x").status()).isEqualTo(404);
        assertThat(client.cancelBatch("x").status()).isEqualTo(404);
    }

    @Test
    void anOperatorsBatchIsOfOneUser() {
        Client operator = new Client(vsl.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));
        Answer answer = operator.post(
                "/generate-media/batch",
                batch(
                        GOOD.replace("{\"mediaType\"", "{\"userId\":\"user123\",\"mediaType\""),
                        GOOD.replace("{\"mediaType\"", "{\"userId\":\"another\",\"mediaType\""),
                        GOOD));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(List.of(
                        answer.body().at("/jobs/1/error/details/0/field").asText(),
                        answer.body().at("/jobs/2/error/details/0/field").asText()))
                .containsOnly("userId");
        String batchId = answer.body().path("batchId").asText();
        assertThat(client.get("/batches/" + batchId).status()).isEqualTo(200);
        assertThat(operator.get("/batches/" + batchId).status()).isEqualTo(200);
    }

    @Test
    void itsStreamThatIsCutAfterEveryEventHasEachOnceAndEndsWithItsLastJob() {
        String key = Devstack.shared().get("VSL_API_KEY");
        Map<String, String> beside = Map.of(
                "VSL_STAGES", "status",
                "DATABASE_URL", database.url(),
                "VSL_TOPIC_PREFIX", vsl.topic("").replace(".", ""));
        try (Application other = Application.start(beside)) {
            String batchId = client.post("/generate-media/batch", batch(GOOD, GOOD, GOOD))
                    .body()
                    .path("batchId")
                    .asText();
            List<EventReader.Event> got = new ArrayList<>();
            String last = null;
            Application at = vsl;
            while (got.stream()
                            .filter(event -> event.type().equals("job.completed"))
                            .count()
                    < 3) {
                try (EventReader events = EventReader.open(at.url() + "/batches/" + batchId + "/events", key, last)) {
                    EventReader.Event event = events.next();
                    got.add(event);
                    last = event.id();
                }
                at = at == vsl ? other : vsl;
            }
            try (EventReader whole = EventReader.open(at.url() + "/batches/" + batchId + "/events", key, null)) {
                List<String> all = told(whole.rest());

                assertThat(told(got)).doesNotHaveDuplicates();
                assertThat(all).doesNotHaveDuplicates().containsAll(told(got));
                assertThat(all).filteredOn(told -> told.endsWith("/1")).hasSize(3);
            }
            try (EventReader again = EventReader.open(at.url() + "/batches/" + batchId + "/events", key, last)) {
                assertThat(again.rest()).isEmpty();
            }
            Http.assertProblem(
                    Http.send(Http.to(vsl.url() + "/batches/" + batchId + "/events")
                            .header("X-API-Key", other())),
                    404,
                    "BATCH_NOT_FOUND");
        }
    }

    private static List<String> told(List<EventReader.Event> events) {
        return events.stream()
                .map(event -> event.data().path("jobId").asText() + "/"
                        + event.data().path("sequence").asText())
                .toList();
    }
}
