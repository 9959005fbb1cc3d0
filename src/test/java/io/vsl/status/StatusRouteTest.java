package io.vsl.status;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.redis.RedisConnection;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.stores.RedisJobs;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code GET /status/{jobId}}: to those who may see the job, from whichever store is there. */
@NeedsServers
class StatusRouteTest {

    private static final String IMAGE = """
            {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final Client operator =
            new Client(application.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image|flux-schnell|{\"prompt\":\"a\",\"num_outputs\":3}|image/webp|3",
                "image|sdxl|{\"prompt\":\"a\",\"width\":512,\"height\":256}|image/png|1",
                "video|stability-video|{\"image\":\"PICTURE\",\"num_frames\":14}|video/mp4|1",
                "audio|musicgen|{\"prompt\":\"a\",\"duration\":2}|audio/wav|1",
            })
    void everyOutputOfEveryModelIsWhatTheStatusSaysOfIt(
            String mediaType, String modelId, String parameters, String contentType, int outputs) throws Exception {
        String jobId = client.submitted("{\"mediaType\":\"%s\",\"modelId\":\"%s\",\"parameters\":%s}"
                .formatted(mediaType, modelId, parameters.replace("PICTURE", Simulator.picture())));

        JsonNode job = client.awaitOutcome(jobId);

        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        assertThat(job.has("error")).isFalse();
        assertThat(job.at("/result/outputs")).hasSize(outputs);
        assertThat(job.at("/result/originalUrl")).isEqualTo(job.at("/result/outputs/0/originalUrl"));
        assertThat(job.at("/result/outputs").findValuesAsText("originalUrl")).doesNotHaveDuplicates();
        for (JsonNode output : job.at("/result/outputs")) {
            HttpResponse<byte[]> original =
                    Http.bytes(Http.to(output.path("originalUrl").asText()));
            assertThat(original.statusCode()).isEqualTo(200);
            assertThat(original.headers().firstValue("Content-Type")).contains(contentType);
            assertThat(output.path("contentType").asText()).isEqualTo(contentType);
            assertThat(output.path("fileSize").asInt()).isEqualTo(original.body().length);
            assertThat(output.path("sha256").asText())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(original.body())));
            assertThat(output.path("s3Path").asText())
                    .endsWith("/user123/"
                            + job.path("createdAt").asText().substring(0, 10).replace('-', '/') + "/" + jobId);
        }
    }

    @Test
    void rightAfterThe202TheJobIsThere() {
        for (int i = 0; i < 20; i++) {
            assertThat(client.status(client.submitted(IMAGE)).status()).isEqualTo(200);
        }
    }

    @Test
    void anothersJobIsNotThereButForAnOperator() {
        String jobId = operator.submitted(IMAGE.replace("{\"mediaType\"", "{\"userId\":\"somebody\",\"mediaType\""));

        HttpResponse<String> another = Http.send(Http.to(application.url() + "/status/" + jobId)
                .header("X-API-Key", Devstack.shared().get("VSL_API_KEY")));
        HttpResponse<String> nobodys = Http.send(Http.to(application.url() + "/status/" + UUID.randomUUID())
                .header("X-API-Key", Devstack.shared().get("VSL_API_KEY")));

        JsonNode refused = assertProblem(another, 404, "JOB_NOT_FOUND");
        JsonNode unknown = assertProblem(nobodys, 404, "JOB_NOT_FOUND");
        assertThat(refused.path("detail")).as("nothing tells them apart").isEqualTo(unknown.path("detail"));
        assertThat(operator.status(jobId).status()).isEqualTo(200);
        assertThat(operator.status(client.submitted(IMAGE)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1-1-1-1-1",
                "null",
                "%20",
                "0190b3a0-0000-7000-8000-00000000000g",
                "'%20OR%201=1",
                "%0A",
                "..;",
                "0190b3a0-0000-7000-8000-000000000000%00"
            })
    void whatIsNoJobIdIsNotFound(String jobId) {
        HttpResponse<String> response = Http.send(Http.to(application.url() + "/status/" + jobId)
                .header("X-API-Key", Devstack.shared().get("VSL_API_KEY")));

        assertThat(response.statusCode()).isIn(400, 404);
        assertProblem(
                response,
                response.statusCode(),
                Http.json(response.body()).path("code").asText());
    }

    @Test
    void withoutAKeyNothingIsSaid() {
        String jobId = client.submitted(IMAGE);

        assertProblem(Http.send(Http.to(application.url() + "/status/" + jobId)), 401, "UNAUTHENTICATED");
        assertProblem(Http.send(Http.to(application.url() + "/models")), 401, "UNAUTHENTICATED");
    }

    @Test
    void whoHasAJobAsItIsIsToldNoMore() {
        String jobId = client.submitted(IMAGE);
        HttpResponse<String> pending = asked(jobId, "\"none\"");
        assertThat(pending.statusCode()).isEqualTo(200);
        client.awaitOutcome(jobId);
        String tag = asked(jobId, pending.headers().firstValue("ETag").orElseThrow())
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        HttpResponse<String> same = asked(jobId, "W/\"x\", " + tag);

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).contains(tag);
        assertThat(same.headers().firstValue("Content-Length")).isEmpty();
        assertThat(pending.headers().firstValue("ETag"))
                .isNotEqualTo(same.headers().firstValue("ETag"));
    }

    @Test
    void aJobIsTheSameToThoseWhoTakeItPacked() throws Exception {
        String jobId = client.submitted("""
                {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a","num_outputs":4}}""");
        client.awaitOutcome(jobId);
        HttpRequest.Builder request = Http.to(application.url() + "/status/" + jobId)
                .header("X-API-Key", Devstack.shared().get("VSL_API_KEY"))
                .header("Accept-Encoding", "gzip");

        HttpResponse<byte[]> packed = Http.bytes(request);

        String tag = packed.headers().firstValue("ETag").orElseThrow();
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().firstValue("Vary")).contains("Accept-Encoding");
        try (InputStream body = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(Http.json(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                            .path("jobId")
                            .asText())
                    .isEqualTo(jobId);
        }
        assertThat(asked(jobId, tag).statusCode()).isEqualTo(304);
        assertThat(Http.bytes(request.header("If-None-Match", tag)).statusCode())
                .isEqualTo(304);
    }

    private HttpResponse<String> asked(String jobId, String ifNoneMatch) {
        return Http.send(Http.to(application.url() + "/status/" + jobId)
                .header("X-API-Key", Devstack.shared().get("VSL_API_KEY"))
                .header("If-None-Match", ifNoneMatch));
    }

    @Test
    void aBodyAndForeignHeadersChangeNothing() {
        String jobId = client.submitted(IMAGE);

        HttpResponse<String> response = Http.send(Http.to(application.url() + "/status/" + jobId + "?jobId="
                        + UUID.randomUUID() + "&CamelSqlQuery=SELECT+1")
                .header("X-API-Key", Devstack.shared().get("VSL_API_KEY"))
                .header("jobId", "x")
                .header("CamelSqlQuery", "SELECT 1")
                .header("CamelAwsDdbKey", "x")
                .header("Authorization", "Basic secret")
                .method("GET", BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Http.json(response.body()).path("jobId").asText()).isEqualTo(jobId);
        assertThat(response.headers().map().toString()).doesNotContain("secret").doesNotContain("vsl_");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void aJobIsFoundWhileAnyOneStoreIsThere() {
        String jobId = client.submitted(IMAGE);
        JsonNode expected = withoutLinks(client.awaitOutcome(jobId));
        JobsInStores.await(application, UUID.fromString(jobId));

        away(jobId, expected, "postgres");
        away(jobId, expected, "redis");
        away(jobId, expected, "redis", "dynamodb");
        away(jobId, expected, "redis", "postgres");
    }

    @Test
    void itStartsWhileDynamodbIsAway() {
        String jobId = client.submittedOnceTaken(IMAGE);
        client.awaitOutcome(jobId);

        try (Application alone =
                Application.start(Map.of("VSL_STAGES", "status", "DYNAMODB_ENDPOINT", "http://127.0.0.1:1"))) {
            assertThat(new Client(alone.url())
                            .status(jobId)
                            .body()
                            .path("status")
                            .asText())
                    .isEqualTo("completed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flushed", "broken off"})
    void aRedisThatHasForgottenDoesNotTakeAnOutcomeBack(String loss) {
        UUID jobId = UUID.fromString(client.submittedOnceTaken(IMAGE));
        client.awaitOutcome(jobId.toString());
        JobsInStores.await(application, jobId);
        JobsInStores.forgetInDynamodb(application, jobId);
        RedisJobs cache = application.bean(RedisJobs.class);
        cache.find(jobId);
        JobSnapshot late = Awaitility.await()
                .until(() -> openNow(jobId), open -> RedisConnection.await(cache.isBelieved(open.job())));
        try (RedisClient redis = RedisClient.create(Devstack.shared().get("REDIS_URL"))) {
            RedisCommands<String, String> commands = redis.connect().sync();
            commands.del("job:status:" + jobId, "job:ended:" + jobId);
            // Until it starts anew, or being killed would cost it what was written last.
            commands.configSet("appendfsync", "always");
            cache.putAll(List.of(late));
            assertThat(status(jobId)).as("so far Redis is believed").isEqualTo("processing");

            if (loss.equals("flushed")) {
                commands.configSet("appendfsync", "everysec");
                commands.flushall();
                cache.putAll(List.of(late));
            } else {
                Devstack.shared().kill("redis");
                Devstack.shared().start("redis");
                Awaitility.await().ignoreExceptions().until(() -> cache.find(jobId)
                        .isPresent());
            }
        }

        assertThat(status(jobId)).isEqualTo("completed");
    }

    private String status(UUID jobId) {
        return client.status(jobId.toString()).body().path("status").asText();
    }

    private static JobSnapshot openNow(UUID jobId) throws JsonProcessingException {
        return new ObjectMapper()
                .findAndRegisterModules()
                .readValue("""
                {"version":1,"jobId":"%s","userId":"user123","mediaType":"image","modelId":"flux-schnell",
                 "status":"processing","createdAt":"%s"}""".formatted(jobId, Instant.now()), JobSnapshot.class);
    }

    @Test
    void aJobThatHasEndedIsNotShownAsRunningWhereItsOutcomeHasNotCome() {
        UUID jobId = UUID.fromString(client.submitted(IMAGE));
        client.awaitOutcome(jobId.toString());
        JobsInStores.await(application, jobId);
        JobsInStores.forgetInDynamodb(application, jobId);
        application
                .bean(JdbcClient.class)
                .sql("DELETE FROM jobs WHERE job_id = :id")
                .param("id", jobId)
                .update();
        application.bean(RedisJobs.class).clear();

        HttpResponse<String> answer = client.status(jobId.toString()).response();

        assertProblem(answer, 503, "STATUS_UNAVAILABLE");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void anOutcomeThatIsMomentsBehindIsWaitedFor() throws Exception {
        UUID jobId = UUID.fromString(client.submitted(IMAGE));
        client.awaitOutcome(jobId.toString());
        JobsInStores.await(application, jobId);
        JobsInStores.forgetInDynamodb(application, jobId);
        application.bean(RedisJobs.class).clear();
        UUID elsewhere = UUID.randomUUID();
        rename(jobId, elsewhere);

        CompletableFuture<Client.Answer> answer = CompletableFuture.supplyAsync(() -> client.status(jobId.toString()));
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(answer).isNotDone();
        rename(elsewhere, jobId);

        assertThat(answer.get().body().path("status").asText()).isEqualTo("completed");
    }

    private void rename(UUID jobId, UUID other) {
        application
                .bean(JdbcClient.class)
                .sql("UPDATE jobs SET job_id = :other WHERE job_id = :id")
                .param("id", jobId)
                .param("other", other)
                .update();
    }

    @Test
    void whenNoStoreCanSayItIsNotSaidThatThereIsNone() {
        client.submitted(IMAGE);
        Devstack.shared().stop("postgres");
        try {
            assertProblem(
                    Http.send(Http.to(application.url() + "/status/" + UUID.randomUUID())
                            .header("X-API-Key", Devstack.shared().get("VSL_API_KEY"))),
                    503,
                    "STATUS_UNAVAILABLE");
        } finally {
            Devstack.shared().start("postgres");
        }
    }

    private void away(String jobId, JsonNode expected, String... servers) {
        // A key that has just been looked up stays known while PostgreSQL is away; one that is older may be forgotten.
        String key = "vsl_" + UUID.randomUUID();
        Client known = new Client(application.url(), key);
        // PostgreSQL may just have been started again.
        Awaitility.await().ignoreExceptions().until(() -> {
            application.bean(ApiKeys.class).register(key, new Caller("user123", false));
            return known.get("/models").status() == 200;
        });
        try {
            for (String server : servers) {
                Devstack.shared().stop(server);
            }
            Client.Answer answer = known.status(jobId);
            assertThat(answer.status())
                    .as("without %s", String.join(", ", servers))
                    .isEqualTo(200);
            assertThat(withoutLinks(answer.body())).isEqualTo(expected);
        } finally {
            for (String server : servers) {
                Devstack.shared().start(server);
            }
        }
    }

    static JsonNode withoutLinks(JsonNode job) {
        return Http.json(job.toString().replaceAll("\"[a-z]+Url\":\"[^\"]*\",?", ""));
    }
}
