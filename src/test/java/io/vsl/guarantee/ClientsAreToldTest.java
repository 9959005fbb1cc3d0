package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import io.vsl.job.ErrorCode;
import io.vsl.job.Estimate;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Receiver;
import io.vsl.testing.Receiver.Received;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Invariant 7: a client is called for an outcome under one id, however often the log is read and whoever dies. */
@NeedsServers
class ClientsAreToldTest {

    private static final Logger LOG = LoggerFactory.getLogger(ClientsAreToldTest.class);

    private static final ObjectMapper JSON = JsonConfiguration.json();

    /** A call that nothing else could have led to by then. */
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private String request(Installation vsl, String path) {
        return vsl.request().replace("{\"userId\"", "{\"webhookUrl\":\"%s\",\"userId\"".formatted(receiver.url(path)));
    }

    @Test
    void anOutcomeIsToldSignedAndReadingTheLogAgainTellsNobody() throws Exception {
        try (Installation vsl = Installation.complete()) {
            Client client = vsl.client();
            String jobId = client.submitted(request(vsl, "/told"));

            Received call = receiver.await("/told", 1).getFirst();

            JsonNode body = call.body();
            JsonNode job = client.awaitOutcome(jobId);
            assertThat(body.path("event").asText()).isEqualTo("job.completed");
            assertThat(body.path("jobId").asText()).isEqualTo(jobId);
            assertThat(body.path("status").asText()).isEqualTo("completed");
            assertThat(body.path("timestamp")).isEqualTo(job.path("completedAt"));
            assertThat(body.path("cost")).isEqualTo(job.path("cost"));
            assertThat(Http.bytes(Http.to(body.at("/result/originalUrl").asText()))
                            .statusCode())
                    .isEqualTo(200);
            String secret = vsl.database()
                    .query("SELECT encode(key, 'base64') FROM webhook_secrets")
                    .getFirst();
            new Webhook("whsec_" + secret)
                    .verify(new String(call.bytes(), StandardCharsets.UTF_8), lowerCase(call.headers()));

            long tries = count(vsl, "webhook_tries");
            Log.replay(vsl.topic("notify.retry"), Log.await(vsl.topic("job.completed"), Log.key(jobId)));
            Log.awaitDrained(vsl.topic("notify"), List.of(vsl.topic("job.completed"), vsl.topic("notify.retry")));
            Thread.sleep(A_WHILE);

            assertThat(receiver.at("/told")).hasSize(1);
            assertThat(count(vsl, "webhook_deliveries")).isEqualTo(1);
            assertThat(count(vsl, "webhook_tries")).isEqualTo(tries);
        }
    }

    private static Map<String, List<String>> lowerCase(Map<String, String> headers) {
        Map<String, List<String>> lists = new TreeMap<>();
        headers.forEach((name, value) -> lists.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return lists;
    }

    private static long count(Installation vsl, String table) {
        return Long.parseLong(
                vsl.database().query("SELECT count(*) FROM " + table).getFirst());
    }

    @Test
    void whoDiesBetweenTheCallAndItsRecordIsFollowedByOneWhoCallsUnderTheSameId() {
        try (Installation vsl = Installation.without("notify")) {
            vsl.set("vsl.notify.timeout", "3s");
            vsl.set("vsl.notify.lease", "10s");
            Victim victim = vsl.victim("notify", "none");
            AtomicBoolean isFirst = new AtomicBoolean(true);
            receiver.answer("/dies", call -> {
                if (isFirst.getAndSet(false)) {
                    victim.killNow();
                }
                return 204;
            });

            String jobId = vsl.client().submitted(request(vsl, "/dies"));
            receiver.await("/dies", 1);
            vsl.start("notify");

            List<Received> calls = receiver.await("/dies", 2);
            assertThat(calls.stream().map(Received::id).distinct()).hasSize(1);
            assertThat(calls.getLast().body().path("jobId").asText()).isEqualTo(jobId);
            Awaitility.await("the end of the delivery")
                    .untilAsserted(() -> assertThat(vsl.database().query("SELECT state FROM webhook_deliveries"))
                            .containsExactly("delivered"));
            assertThat(vsl.database().query("SELECT tries FROM webhook_deliveries"))
                    .containsExactly("2");
        }
    }

    @Test
    void everyOutcomeIsToldUnderOneIdThoughProcessesAreKilled() throws Exception {
        tellWhileProcessesAreKilled(200);
    }

    @Test
    @Tag("long")
    void soAreMany() throws Exception {
        tellWhileProcessesAreKilled(2000);
    }

    private void tellWhileProcessesAreKilled(int jobs) throws Exception {
        try (Installation vsl = Installation.without("notify")) {
            vsl.set("vsl.notify.timeout", "3s");
            vsl.set("vsl.notify.lease", "10s");
            vsl.set("vsl.notify.per-receiver", "50");
            receiver.answer("/many", call -> {
                pause(Duration.ofMillis(20));
                return 200;
            });
            Set<String> ids = produceOutcomes(vsl, jobs);
            Victim victim = vsl.victim("notify", "none");
            for (int part = 1; part <= 2; part++) {
                receiver.await("/many", jobs * part / 4);
                victim.killNow();
                victim = vsl.victim("notify", "none");
            }
            Awaitility.await("all are told").atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(
                            told(receiver.at("/many")).keySet())
                    .containsExactlyInAnyOrderElementsOf(ids));
            Awaitility.await("all are recorded").atMost(Duration.ofSeconds(60)).until(() -> vsl.database()
                    .query("SELECT count(*) FROM webhook_deliveries WHERE state <> 'delivered'")
                    .equals(List.of("0")));
            List<Received> calls = receiver.at("/many");
            assertThat(told(calls).values()).as("one id for each job").allMatch(one -> one.size() == 1);
            LOG.info("{} outcomes, {} calls, 2 kills", jobs, calls.size());

            Log.replay(vsl.topic("notify.retry"), Log.read(vsl.topic("job.completed")));
            Log.awaitDrained(vsl.topic("notify"), List.of(vsl.topic("job.completed"), vsl.topic("notify.retry")));
            Thread.sleep(A_WHILE);

            assertThat(receiver.at("/many")).as("read again").hasSameSizeAs(calls);
        }
    }

    /** The webhook-ids of each job. */
    private static Map<String, Set<String>> told(List<Received> calls) {
        return calls.stream()
                .collect(Collectors.groupingBy(
                        call -> call.body().path("jobId").asText(),
                        Collectors.mapping(Received::id, Collectors.toSet())));
    }

    private Set<String> produceOutcomes(Installation vsl, int jobs) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < jobs; i++) {
            records.add(outcome(vsl, "user123", receiver.url("/many"), ids));
        }
        Log.produce(records);
        return ids;
    }

    private static ProducerRecord<byte[], byte[]> outcome(Installation vsl, String userId, String url, Set<String> ids)
            throws Exception {
        UUID jobId = UUID.randomUUID();
        ids.add(jobId.toString());
        Job job = Job.pending(
                        jobId,
                        new JobRequest(userId, MediaType.IMAGE, "flux-schnell", JSON.createObjectNode(), url, null),
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        new Estimate(BigDecimal.ONE, BigDecimal.ONE, null, List.of()))
                .failed(
                        JobError.of(ErrorCode.TIMEOUT, "too late"),
                        Instant.now().truncatedTo(ChronoUnit.MILLIS));
        return Log.record(vsl.topic("job.completed"), jobId.toString(), JSON.writeValueAsString(new JobCompleted(job)));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Slow ones, broken ones and busy users hold up nobody. */
    @Test
    void noReceiverDelaysAnother() throws Exception {
        try (Installation vsl = Installation.without("notify")) {
            vsl.set("vsl.notify.timeout", "5s");
            vsl.set("vsl.notify.lease", "20s");
            vsl.set("vsl.notify.schedule", "0s,1s,1s,1s,1s,1s");
            vsl.start("notify");
            receiver.answer("/hangs", call -> {
                pause(Duration.ofSeconds(10));
                return 200;
            });
            receiver.answer("/fails", call -> 500);
            receiver.answer("/moves", call -> 302);
            receiver.answer("/gone", call -> 410);
            p99(vsl, "/warm-up");
            Duration alone = p99(vsl, "/alone");
            List<ProducerRecord<byte[], byte[]>> others = new ArrayList<>();
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                for (String path : List.of("/hangs", "/fails", "/moves", "/gone")) {
                    others.add(outcome(vsl, "user-of" + path.replace('/', '-'), receiver.url(path), ids));
                }
                others.add(outcome(vsl, "user-of-nobody", "http://127.0.0.1:1/", ids));
            }
            Log.produce(others);
            Awaitility.await("some that hang").until(() -> receiver.at("/hangs").size() >= 10);

            Duration beside = p99(vsl, "/beside");

            LOG.info(
                    "p99 from outcome to call: alone {} ms, beside others that fail {} ms",
                    alone.toMillis(),
                    beside.toMillis());
            assertThat(beside).isLessThan(Duration.ofSeconds(3));
            assertThat(receiver.at("/elsewhere")).as("redirects").isEmpty();
            assertThat(vsl.database().query("SELECT DISTINCT result FROM webhook_tries"))
                    .contains("taken", "status", "redirect", "refused");
        }
    }

    /** Of calls of users, one job each, from the record's time until they are called. */
    private Duration p99(Installation vsl, String path) throws Exception {
        int calls = 200;
        for (int i = 0; i < calls; i++) {
            Log.produce(List.of(outcome(vsl, "quick" + i % 20, receiver.url(path), new HashSet<>())));
            pause(Duration.ofMillis(10));
        }
        List<Duration> delays = receiver.await(path, calls).stream()
                .map(call -> Duration.between(
                        Instant.parse(call.body().path("timestamp").asText()), call.at()))
                .sorted()
                .toList();
        return delays.get(calls * 99 / 100);
    }
}
