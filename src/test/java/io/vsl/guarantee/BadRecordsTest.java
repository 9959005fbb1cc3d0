package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.ForgesRecords;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Invariant 3 with every kind of bad record on every topic at once: nothing blocks, and nothing is dropped. */
@NeedsServers
@ForgesRecords
@Tag("long")
class BadRecordsTest {

    private static final int GOOD_JOBS = 200;

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final String prefix = "b" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void badRecordsOnEveryTopicBlockNobodyAndEachIsAnOutcomeOrADeadLetter() throws Exception {
        try (Application application = Application.start(Map.of(
                "VSL_TOPIC_PREFIX",
                prefix,
                "DATABASE_URL",
                Database.create(prefix).url(),
                "REDIS_URL",
                Devstack.shared().get("REDIS_URL") + "/7",
                "DYNAMODB_TABLE",
                "vsl-jobs-" + prefix,
                "VSL_REPLICATE_CREATIONS_PER_MINUTE",
                "100000",
                "vsl.replicate.burst",
                "100000",
                "vsl.admin.catch-up",
                "3m"))) {
            Client client = new Client(application.url());
            client.awaitOutcome(client.submitted(good("first")));
            ConsumerRecord<byte[], byte[]> report = Log.await(application.topic("prediction.reported"), record -> true);
            List<ProducerRecord<byte[], byte[]>> bad =
                    BadRecords.of(application::topic, Log.value(report), Log.header(report, "context"));
            assertThat(bad).hasSizeGreaterThan(2_000);

            Log.takeAnyTime(bad.stream().map(ProducerRecord::topic).distinct().toList());
            List<String> jobs = writeAmong(application, bad);
            Awaitility.await("200 good jobs")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> outcomes(application).keySet().containsAll(jobs));
            awaitQuiet(application);

            Map<String, JsonNode> outcomes = outcomes(application);
            assertThat(jobs).allSatisfy(job -> assertThat(
                            outcomes.get(job).path("status").asText())
                    .isEqualTo("completed"));
            List<ConsumerRecord<byte[], byte[]>> letters = letters(application);
            assertThat(letters).allSatisfy(letter -> assertThat(Log.header(letter, "dead-letter-reason"))
                    .isNotBlank());
            assertThatEachRequestIsAnOutcomeOrADeadLetter(application, outcomes.keySet(), letters);
            JsonNode verified = verified(application);
            assertThat(verified.path("differences").asLong())
                    .as(verified.toString())
                    .isZero();
            assertThat(verified.path("changedOutcomes").asLong()).isZero();
        }
    }

    /** The good among the bad. */
    private static List<String> writeAmong(Application application, List<ProducerRecord<byte[], byte[]>> bad) {
        List<String> jobs = IntStream.range(0, GOOD_JOBS)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(bad);
        jobs.forEach(job -> all.add(Log.record(application.topic("job.requested"), job, good(job))));
        // The good are among the first half: Replicate's hour is about a minute here, and the bad have predictions too.
        Collections.shuffle(all.subList(0, bad.size()), new Random(20));
        Collections.shuffle(all.subList(bad.size() / 2, all.size()), new Random(21));
        Collections.rotate(all, all.size() - bad.size() / 2);
        Log.produce(all);
        return jobs;
    }

    private static String good(String prompt) {
        return """
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"%s"}""".formatted(prompt);
    }

    private static Map<String, JsonNode> outcomes(Application application) {
        return Log.read(application.topic("job.completed")).stream()
                .filter(event -> event.key() != null && event.headers().lastHeader("ce_id") != null)
                .collect(Collectors.toMap(
                        event -> new String(event.key(), StandardCharsets.UTF_8),
                        event -> Http.json(Log.value(event)),
                        (first, second) -> first));
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(Application application) {
        return Stream.of(
                        "admit",
                        "generate",
                        "settle",
                        "store",
                        "compile",
                        "cancel",
                        "conclude",
                        "erase",
                        "sink-postgres",
                        "sink-redis",
                        "sink-dynamodb",
                        "delay")
                .flatMap(stage -> Log.read(application.topic(stage + ".dead-letter")).stream())
                .toList();
    }

    private static void assertThatEachRequestIsAnOutcomeOrADeadLetter(
            Application application, Set<String> ended, List<ConsumerRecord<byte[], byte[]>> letters) {
        Set<String> dead = letters.stream()
                .filter(letter -> Log.header(letter, "dead-letter-topic").equals(application.topic("job.requested")))
                .map(letter ->
                        Log.header(letter, "dead-letter-partition") + "@" + Log.header(letter, "dead-letter-offset"))
                .collect(Collectors.toSet());
        assertThat(Log.read(application.topic("job.requested")))
                .filteredOn(request -> request.key() != null && request.key().length > 0)
                .allSatisfy(request -> assertThat(dead.contains(request.partition() + "@" + request.offset())
                                || ended.contains(
                                        new String(request.key(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT)))
                        .as(
                                "%d@%d %.300s",
                                request.partition(),
                                request.offset(),
                                request.value() == null ? "null" : Log.value(request))
                        .isTrue());
    }

    /** Nothing waits anywhere, and no job is under way. */
    private static void awaitQuiet(Application application) {
        Awaitility.await("nothing to wait")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    JsonNode stages =
                            operator(application, "GET", "/admin/stages").path("stages");
                    assertThat(stages.findValues("lag"))
                            .as(stages.toString())
                            .isNotEmpty()
                            .allMatch(lag -> lag.asLong() == 0);
                });
    }

    private static JsonNode verified(Application application) {
        String id = operator(application, "POST", "/admin/verifications")
                .path("operationId")
                .asText();
        JsonNode operation = Awaitility.await("verification")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> operator(application, "GET", "/admin/operations/" + id),
                        it -> !it.path("state").asText().equals("running"));
        assertThat(operation.path("state").asText()).as(operation.toString()).isEqualTo("succeeded");
        return operation.path("result");
    }

    private static JsonNode operator(Application application, String method, String path) {
        HttpResponse<String> response = Http.send(Http.to(application.url() + path)
                .header("X-API-Key", Devstack.shared().get("VSL_OPERATOR_KEY"))
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        return Http.json(response.body());
    }
}
