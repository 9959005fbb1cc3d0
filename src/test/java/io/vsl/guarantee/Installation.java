package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.Simulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * VSL with topics, groups and a database of its own: some stages run inside the test's JVM, others in processes that
 * are killed. It answers the questions that every guarantee comes down to.
 */
final class Installation implements AutoCloseable {

    static final Duration ABSENT_AFTER = Duration.ofSeconds(6);

    private static final Duration OUTCOMES = Duration.ofSeconds(90);

    private static final String ALL =
            "setup,submit,webhook,status,admit,generate,inputs,settle,store,render,compile,cancel,conclude,erase,"
                    + "sink-postgres,sink-redis,sink-dynamodb,notify,poller,delay";

    private static final List<String> EVENTS =
            List.of("job.accepted", "job.started", "job.generated", "job.completed", "job.media-deleted");

    private static final List<String> DELAYS =
            List.of("delay.1s", "delay.5s", "delay.30s", "delay.2m", "delay.15m", "delay.2h", "delay.1d");

    /** What each stage reads, from the front of the line to its end. */
    private static final Map<String, List<String>> READS = new LinkedHashMap<>();

    static {
        READS.put("admit", List.of("job.requested"));
        READS.put("cancel", List.of("job.cancel-requested"));
        READS.put("generate", List.of("job.accepted", "attempt.requested"));
        READS.put("inputs", List.of("inputs.requested"));
        READS.put("settle", List.of("prediction.reported"));
        READS.put("store", List.of("job.generated"));
        READS.put("compile", List.of("compilation.requested"));
        READS.put("render", List.of("job.stored"));
        READS.put("conclude", List.of("outcome.proposed"));
        READS.put("erase", List.of("media.delete-requested"));
        READS.put("sink-postgres", EVENTS);
        READS.put("sink-redis", EVENTS);
        READS.put("sink-dynamodb", EVENTS);
        READS.put("notify", List.of("job.completed"));
        READS.put("delay", DELAYS);
    }

    private final String prefix = "i" + UUID.randomUUID().toString().substring(0, 8);
    private final Database database = Database.create(prefix);
    private final List<Application> applications = new ArrayList<>();
    private final List<Victim> victims = new ArrayList<>();
    private final Map<String, String> own = new HashMap<>();
    private final String stages;
    private Application edge;
    private @Nullable String webhookUrl;

    private Installation(Set<String> without) {
        stages = List.of(ALL.split(",")).stream()
                .filter(stage -> !without.contains(stage))
                .collect(Collectors.joining(","));
        edge = start(stages);
    }

    static Installation complete() {
        return new Installation(Set.of());
    }

    /** Those stages are left to others. */
    static Installation without(String... stages) {
        return new Installation(Set.of(stages));
    }

    /** Runs these stages inside the test's JVM. */
    Application start(String stages) {
        Application application = Application.start(settings(stages));
        applications.add(application);
        return application;
    }

    /** Runs these stages in a process that stops at the failpoint. */
    Victim victim(String stages, String failpoint) {
        return add(Victim.start(failpoint, Duration.ZERO, settings(stages)));
    }

    /** Runs these stages in a process whose clock is off; what it does not find is not soon held to be absent. */
    Victim withClockOff(String stages, Duration offset) {
        Map<String, String> settings = new HashMap<>(settings(stages));
        settings.put("vsl.poller.absent-after", "2m");
        return add(Victim.start("none", offset, settings));
    }

    private Victim add(Victim victim) {
        victims.add(victim);
        return victim;
    }

    private Map<String, String> settings(String stages) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "VSL_STAGES",
                stages,
                "VSL_TOPIC_PREFIX",
                prefix,
                "VSL_PARTITIONS",
                "2",
                "DATABASE_URL",
                database.url(),
                "vsl.poller.period",
                "1s",
                "vsl.poller.patience",
                "2s",
                "vsl.poller.absent-after",
                ABSENT_AFTER.toSeconds() + "s",
                "vsl.generate.send-within",
                "3s"));
        settings.putAll(own);
        if (webhookUrl != null) {
            settings.put("WEBHOOK_BASE_URL", webhookUrl);
        } else if (!applications.isEmpty()) {
            settings.put("WEBHOOK_BASE_URL", edge.url());
        }
        return settings;
    }

    /** What starts from now on has this setting. */
    void set(String variable, String value) {
        own.put(variable, value);
    }

    /** Everything that runs inside the test's JVM ends. */
    void stopAll() {
        applications.forEach(Application::close);
        applications.clear();
    }

    /** And runs again. */
    void startAll() {
        edge = start(stages);
    }

    /** Starts all anew, with another who takes the webhooks. */
    void webhooksGoTo(String url) {
        webhookUrl = url;
        stopAll();
        startAll();
    }

    Client client() {
        return new Client(edge.url());
    }

    /** One with another key. */
    Client client(String key) {
        return new Client(edge.url(), key);
    }

    /** The keys of what is in that folder of the bucket. */
    List<String> files(String folder) {
        return edge
                .bean(S3Client.class)
                .listObjectsV2(request ->
                        request.bucket(Devstack.shared().get("S3_BUCKET")).prefix(folder + "/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    Database database() {
        return database;
    }

    String topic(String name) {
        return prefix + "." + name;
    }

    /** Submits jobs until one has brought the victim to its failpoint: others may be taken by other processes. */
    List<String> submitUntilThere(Victim victim) {
        return submitUntilThere(victim, request());
    }

    List<String> submitUntilThere(Victim victim, String request) {
        List<String> jobs = new ArrayList<>();
        Awaitility.await("the failpoint")
                .atMost(OUTCOMES)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    jobs.add(client().submitted(request));
                    return victim.isThere();
                });
        return jobs;
    }

    List<String> submit(int jobs) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            ids.add(client().submitted(request()));
        }
        return ids;
    }

    /** With a word in its prompt, so that a fault can be for it alone. */
    String submit(String word) {
        return client().submitted("""
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"%s %s"}""".formatted(prefix, word));
    }

    /** Names the installation in its prompt, so that a fault can be for it alone. */
    String request() {
        return """
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"%s"}""".formatted(prefix);
    }

    /** Of a model that is given a file. */
    String requestWith(String image) {
        return """
                {"userId":"user123","mediaType":"image","modelId":"sdxl","parameters":{"prompt":"%s","image":"%s"}}""".formatted(prefix, image);
    }

    /** A rule of the simulator, in single quotes and without its braces, for the jobs of this installation alone. */
    void fault(String rule) {
        Simulator.fault("{%s,'match':{'prompt':'%s'}}".formatted(rule, prefix));
    }

    /** The same for those jobs whose prompt has that word. */
    void fault(String rule, String word) {
        Simulator.fault("{%s,'match':{'prompt':'%s %s'}}".formatted(rule, prefix, word));
    }

    /** Waits until each job has its outcome on {@code job.completed}. */
    void awaitOutcomes(Collection<String> jobs) {
        Awaitility.await("outcomes")
                .atMost(OUTCOMES)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> outcomes().keySet().containsAll(jobs));
    }

    /** Different values on {@code job.completed}, by job. */
    Map<String, Set<String>> outcomes() {
        return Log.read(topic("job.completed")).stream()
                .filter(event -> event.key() != null)
                .collect(Collectors.groupingBy(Installation::key, Collectors.mapping(Log::value, Collectors.toSet())));
    }

    /**
     * Waits for the outcomes, and sees that each is one, is success, is the same in every sink, and was paid for once.
     */
    void assertCompletedOnce(Collection<String> jobs) {
        awaitOutcomes(jobs);
        Map<String, Set<String>> outcomes = outcomes();
        for (String jobId : jobs) {
            assertThat(outcomes.get(jobId)).as(jobId).singleElement().asString().contains("\"status\":\"completed\"");
            assertThat(Simulator.predictions(jobId))
                    .as("predictions of " + jobId)
                    .isEqualTo(1);
        }
        assertThatSinksAgree(jobs);
    }

    void assertRefusedOnce(Collection<String> jobs, String code) {
        awaitOutcomes(jobs);
        Map<String, Set<String>> outcomes = outcomes();
        for (String jobId : jobs) {
            assertThat(outcomes.get(jobId)).as(jobId).singleElement().asString().contains("\"code\":\"" + code + "\"");
            assertThat(Simulator.predictions(jobId))
                    .as("predictions of " + jobId)
                    .isZero();
        }
        assertThatSinksAgree(jobs);
    }

    /** PostgreSQL, DynamoDB and what status reads say what the log says. */
    void assertThatSinksAgree(Collection<String> jobs) {
        for (String sink : List.of("sink-postgres", "sink-redis", "sink-dynamodb")) {
            Log.awaitDrained(topic(sink), List.of(topic("job.completed")));
        }
        Map<String, Set<String>> outcomes = outcomes();
        for (String jobId : jobs) {
            JsonNode outcome = Http.json(outcomes.get(jobId).iterator().next());
            assertThat(database.query("SELECT status FROM jobs WHERE job_id = '%s'".formatted(jobId)))
                    .as(jobId)
                    .containsExactly(outcome.path("status").asText());
            JsonNode shown = client().status(jobId).body();
            assertThat(shown.path("status")).as(jobId).isEqualTo(outcome.path("status"));
            assertThat(shown.path("completedAt")).as(jobId).isEqualTo(outcome.path("completedAt"));
        }
    }

    /** The states of a job's attempts in the ledger. */
    List<String> attempts(String jobId) {
        return database.query(
                "SELECT state FROM prediction_attempts WHERE job_id = '%s' ORDER BY attempt".formatted(jobId));
    }

    /** Whether the poller has asked Replicate about the job's attempt. */
    boolean wasLookedInto(String jobId) {
        return !database.query("SELECT 1 FROM prediction_attempts WHERE job_id = '%s' AND checked_at IS NOT NULL"
                        .formatted(jobId))
                .isEmpty();
    }

    /** Waits until each stage has taken up all there is. */
    void awaitDrained() {
        READS.forEach((stage, topics) ->
                Log.awaitDrained(topic(stage), topics.stream().map(this::topic).toList()));
    }

    /** Of all stages. */
    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return READS.keySet().stream()
                .flatMap(stage -> Log.read(topic(stage + ".dead-letter")).stream())
                .toList();
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        Simulator.clearFaults();
        victims.forEach(Victim::close);
        applications.forEach(Application::close);
        Log.deleteTopics(prefix);
    }
}
