package io.vsl.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.AddsToTheApi;
import io.vsl.testing.Application;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A stage that was added by a line of topology, a route and a bean, which CONTRIBUTING.md shows. Nothing else was touched,
 * and it does what every stage does.
 */
@NeedsServers
@AddsToTheApi
class AddedStageTest {

    private static final Path LINE = Path.of("src/test/resources/example/topology.yaml");
    private static final Path ROUTE = Path.of("src/test/resources/routes/tally.camel.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Application application;
    private static TallyOutcomes tally;

    @BeforeAll
    static void start() {
        application = Application.start(Map.of(
                "VSL_STAGES",
                "setup,admin,delay,tally",
                "vsl.topology",
                "classpath:topology.yaml,classpath:example/topology.yaml"));
        tally = application.bean(TallyOutcomes.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void aLineARouteAndABeanAreAllThereIs() throws IOException {
        assertThat(Files.readAllLines(LINE)).hasSize(1);
        assertThat(Files.readAllLines(ROUTE)).hasSizeLessThanOrEqualTo(20);
        assertThat(Files.readString(Path.of("CONTRIBUTING.md")).replaceAll("(?m)^   ", ""))
                .contains(Files.readString(ROUTE))
                .contains(Files.readString(LINE).replaceAll("^stages: \\[|]\\n$", ""));
    }

    @Test
    void itRuns() {
        UUID job = ended();

        awaitCounted(job);
    }

    @Test
    void itDeadLettersAndTakesUpWhatIsRedriven() {
        UUID job = UUID.randomUUID();
        Log.produce(application.topic("job.completed"), job.toString(), "{}");

        ConsumerRecord<byte[], byte[]> letter =
                Log.await(application.topic("tally.dead-letter"), Log.key(job.toString()));
        assertThat(Log.header(letter, "dead-letter-stage")).isEqualTo("tally");
        assertThat(stage().path("deadLetters").asLong()).isPositive();

        done(
                "/admin/dead-letters/tally/redrives",
                "{'records':[{'partition':%d,'offset':%d,'value':'%s'}]}"
                        .formatted(
                                letter.partition(),
                                letter.offset(),
                                outcome(job).replace("\"", "\\\"")));
        awaitCounted(job);
    }

    @Test
    void itReplays() {
        UUID job = ended();
        awaitCounted(job);
        tally.forget();

        done("/admin/replays", "{'stage':'tally','jobIds':['%s']}".formatted(job));

        awaitCounted(job);
    }

    @Test
    void itPostpones() {
        tally.close(true);
        UUID job = ended();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(metrics())
                .containsPattern("vsl_stage_records_retried_total\\{[^}]*stage=\"tally\"[^}]*} [1-9]"));
        assertThat(tally.has(job)).isFalse();

        tally.close(false);

        awaitCounted(job);
    }

    @Test
    void itReportsItsLag() throws Exception {
        await().atMost(PATIENCE).until(() -> stage().path("lag").asLong() == 0);
        CamelContext camel = application.bean(CamelContext.class);
        camel.getRouteController().stopRoute("tally");
        try {
            ended();

            assertThat(stage().path("lag").asLong()).isEqualTo(1);
            assertThat(stage().path("topics").toString())
                    .isEqualTo("[\"%s\",\"%s\"]"
                            .formatted(application.topic("job.completed"), application.topic("tally.retry")));
        } finally {
            camel.getRouteController().startRoute("tally");
        }
        await().atMost(PATIENCE).until(() -> stage().path("lag").asLong() == 0);
        assertThat(metrics()).containsPattern("vsl_stage_lag\\{[^}]*stage=\"tally\"[^}]*} 0");
    }

    private static UUID ended() {
        UUID job = UUID.randomUUID();
        Log.produce(application.topic("job.completed"), job.toString(), outcome(job));
        return job;
    }

    private static String outcome(UUID job) {
        return """
                {"jobId":"%s","status":"cancelled","mediaType":"image","modelId":"flux-schnell","userId":"user123",\
                "createdAt":"2026-01-01T10:30:00Z","completedAt":"2026-01-01T10:30:01Z",\
                "error":{"code":"CANCELLED","message":"not needed any more","retryable":false}}""".formatted(job);
    }

    private static void awaitCounted(UUID job) {
        await().atMost(PATIENCE).until(() -> tally.has(job));
    }

    private static JsonNode stage() {
        for (JsonNode stage : call("GET", "/admin/stages", "", 200).path("stages")) {
            if (stage.path("stage").asText().equals("tally")) {
                return stage;
            }
        }
        throw new AssertionError("the operator isn't told of the stage");
    }

    /** Has it done and waits for its end. */
    private static void done(String path, String body) {
        String id = call("POST", path, body, 202).path("operationId").asText();
        await(path)
                .atMost(PATIENCE)
                .until(
                        () -> call("GET", "/admin/operations/" + id, "", 200)
                                .path("state")
                                .asText(),
                        "succeeded"::equals);
    }

    private static JsonNode call(String method, String path, String body, int status) {
        HttpResponse<String> response = Http.send(Http.to(application.url() + path)
                .header("X-API-Key", Devstack.shared().get("VSL_OPERATOR_KEY"))
                .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Http.json(response.body());
    }

    private static String metrics() {
        return Http.send(Http.to(application.url() + "/metrics")).body();
    }
}
