package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.security.Sha256;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.FileHost;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariants 1 and 4: every accepted job reaches exactly one outcome, which never changes, and all sinks have it. */
@NeedsServers
class EveryJobReachesOneOutcomeTest {

    /** More by {@code -Dguarantee.jobs=1000}. */
    private static final int FINISHED_JOBS = Integer.getInteger("guarantee.jobs", 20);

    /** Bytes; parts have 8 MiB. */
    private static final int IN_TWO_PARTS = 9 << 20;

    private static Installation vsl;

    @BeforeAll
    static void start() {
        vsl = Installation.complete();
    }

    @AfterAll
    static void stop() {
        vsl.close();
    }

    @AfterEach
    void nothingGoesWrongAnyMore() {
        Simulator.clearFaults();
    }

    /** After its effect, between its records and their offsets: what each stage may be interrupted at. */
    @ParameterizedTest
    @CsvSource({
        "admit, before admit-commit",
        "settle, before publish-outputs",
        "store, after put-file",
        "store, after put-once",
        "render, after put-file",
        "render, after put-once",
        "render, before render-commit",
        "conclude, after conclude-charge",
        "conclude, after conclude-remember",
        "conclude, before conclude-commit",
        "sink-postgres, after sink-write",
        "sink-redis, before sink-write",
        "sink-dynamodb, before sink-write"
    })
    void whereverAStageIsKilled(String stage, String failpoint) {
        try (Victim victim = vsl.victim(stage, failpoint)) {
            List<String> jobs = vsl.submitUntilThere(victim);

            victim.killThere();

            vsl.assertCompletedOnce(jobs);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "generate, before generate-commit",
        "inputs, before inputs-ask",
        "inputs, after inputs-put",
        "inputs, before publish-outputs",
        "inputs, before inputs-commit"
    })
    void whereverAStageIsKilledThatHasToDoWithFiles(String stage, String failpoint) {
        try (Victim victim = vsl.victim(stage, failpoint)) {
            List<String> jobs = vsl.submitUntilThere(victim, vsl.requestWith(Simulator.picture()));

            victim.killThere();

            vsl.assertCompletedOnce(jobs);
        }
    }

    /** The whole file is in S3, and nothing says so yet. */
    @Test
    void whereverAStageIsKilledThatSendsAFileInParts() throws IOException {
        try (FileHost host = new FileHost(IN_TWO_PARTS);
                Installation another = Installation.without("store")) {
            another.set("VSL_MEDIA_HOSTS", Devstack.shared().get("VSL_MEDIA_HOSTS") + "," + host.authority());
            another.fault("'on':'prediction','kind':'output','output':'%s'".formatted(host.url()));
            List<String> jobs;
            try (Victim victim = another.victim("store", "after put-parts")) {
                jobs = another.submitUntilThere(victim);

                victim.killThere();
            }
            try (Application store = another.start("store")) {
                assertThat(store.url()).isNotEmpty();

                another.assertCompletedOnce(jobs);
            }
            for (String jobId : jobs) {
                JsonNode result = another.client().status(jobId).body().path("result");
                assertThat(result.path("fileSize").asLong()).isEqualTo(IN_TWO_PARTS);
                assertThat(result.path("sha256").asText()).isEqualTo(host.sha256());
                byte[] file =
                        Http.bytes(Http.to(result.path("originalUrl").asText())).body();
                assertThat(Sha256.hex(file)).isEqualTo(host.sha256());
            }
            assertThat(host.ranges()).as("fetched once more after the kill").hasSizeGreaterThan(jobs.size());
        }
    }

    /** Between the ledger's word that nothing is sent and its telling. */
    @ParameterizedTest
    @ValueSource(strings = {"before inputs-refuse", "after inputs-refuse", "before inputs-commit"})
    void whereverAStageIsKilledThatRefusesAFile(String failpoint) {
        try (Victim victim = vsl.victim("inputs", failpoint)) {
            List<String> jobs = vsl.submitUntilThere(victim, vsl.requestWith(Simulator.url() + "/gone.png"));

            victim.killThere();

            vsl.assertRefusedOnce(jobs, "INPUT_REJECTED");
        }
    }

    /** Before Kafka had the job, and after. */
    @ParameterizedTest
    @ValueSource(strings = {"before submit-publish", "after submit-publish"})
    void whereverTheIngressIsKilledTheClientsRetryIsTheSameJob(String failpoint) throws InterruptedException {
        try (Victim victim = vsl.victim("submit", failpoint)) {
            String key = UUID.randomUUID().toString();
            Thread client = new Thread(() -> {
                try {
                    new Client(victim.url()).submit(vsl.request(), key);
                } catch (RuntimeException | AssertionError lost) {
                    // The connection ends with the process.
                }
            });
            client.start();

            victim.killThere();
            client.join();
            String jobId =
                    vsl.client().submit(vsl.request(), key).body().path("jobId").asText();

            vsl.assertCompletedOnce(List.of(jobId));
            assertThat(Log.read(vsl.topic("job.requested")).stream().filter(Log.key(jobId)))
                    .hasSize(failpoint.startsWith("before") ? 1 : 2);
        }
    }

    @Test
    void aWebhookDoesNotGoDownWithTheIntakeThatTookIt() {
        try (Installation another = Installation.without("webhook");
                Victim victim = another.victim("webhook", "before webhook-publish")) {
            another.webhooksGoTo(victim.url());
            List<String> jobs = another.submit(1);

            victim.killThere();

            another.assertCompletedOnce(jobs);
        }
    }

    /** Whatever is decided by comparing times of two processes. */
    @ParameterizedTest
    @ValueSource(strings = {"PT10M", "PT-10M"})
    void whereAClockIsOff(Duration offset) {
        String stages = "webhook,poller,settle,store,render,conclude";
        try (Installation another = Installation.without(stages.split(","));
                Victim off = another.withClockOff(stages, offset)) {
            another.webhooksGoTo(off.url());

            another.assertCompletedOnce(another.submit(3));
        }
    }

    @Test
    void offsetsSetBackToTheBeginningMakeNoPredictionAndChangeNothing() throws Exception {
        try (Installation another = Installation.complete()) {
            List<String> jobs = new ArrayList<>(another.submit(FINISHED_JOBS));
            String refused = UUID.randomUUID().toString();
            Log.produce(another.topic("job.requested"), refused, "{\"userId\":\"user123\",\"mediaType\":\"image\"}");
            jobs.add(refused);
            another.awaitOutcomes(jobs);
            another.fault("'on':'prediction','kind':'fail','code':'E005'");
            jobs.addAll(another.submit(2));
            another.awaitOutcomes(jobs);
            another.assertThatSinksAgree(jobs);
            Map<String, Set<String>> outcomes = another.outcomes();
            List<String> rows = another.database().query("SELECT document FROM jobs ORDER BY job_id");
            long predictions = Simulator.created();

            another.stopAll();
            setBack(another.topic(""));
            another.startAll();
            another.awaitDrained();

            assertThat(Simulator.created()).isEqualTo(predictions);
            assertThat(another.outcomes()).isEqualTo(outcomes);
            assertThat(another.database().query("SELECT document FROM jobs ORDER BY job_id"))
                    .isEqualTo(rows);
            another.assertThatSinksAgree(jobs);
        }
    }

    private static void setBack(String prefix) throws Exception {
        try (Admin admin = Log.admin()) {
            List<String> groups = admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                    .map(GroupListing::groupId)
                    .filter(id -> id.startsWith(prefix))
                    .toList();
            assertThat(groups).hasSizeGreaterThan(8);
            for (String group : groups) {
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .keySet()
                        .forEach(partition -> offsets.put(partition, new OffsetAndMetadata(0)));
                admin.alterConsumerGroupOffsets(group, offsets).all().get();
            }
        }
    }

    @Test
    void withoutRedisJobsAreTakenAndStatusAnswers() {
        List<String> jobs = vsl.submit(2);
        vsl.assertCompletedOnce(jobs);

        Devstack.shared().kill("redis");
        try {
            assertThat(vsl.client().status(jobs.get(0)).body().path("status").asText())
                    .isEqualTo("completed");
            jobs.add(vsl.client().submitted(vsl.request()));
        } finally {
            Devstack.shared().start("redis");
        }
        vsl.assertCompletedOnce(jobs);
    }

    @Test
    void whileS3AndDynamodbAreAwayJobsWaitAndThenComplete() {
        List<String> jobs = new ArrayList<>();
        long before = Simulator.outputsAskedFor();
        Devstack.shared().stop("s3");
        Devstack.shared().stop("dynamodb");
        try {
            jobs.addAll(vsl.submit(3));
            jobs.forEach(jobId -> Log.await(vsl.topic("job.generated"), Log.key(jobId)));
            Awaitility.await("nothing to be fetched meanwhile")
                    .during(Duration.ofSeconds(2))
                    .until(() -> Simulator.outputsAskedFor() == before);
        } finally {
            Devstack.shared().start("s3");
            Devstack.shared().start("dynamodb");
        }

        vsl.assertCompletedOnce(jobs);
    }

    @Test
    void withoutKafkaTheIngressTakesNothing() {
        Devstack.shared().stop("kafka");
        try {
            Client.Answer answer = vsl.client().submit(vsl.request());

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
        } finally {
            Devstack.shared().start("kafka");
        }
        vsl.assertCompletedOnce(List.of(vsl.client().submittedOnceTaken(vsl.request())));
    }

    @Test
    void poisonOnEveryTopicIsSetAsideAndItsNeighboursGoOn() {
        List<String> topics = List.of(
                "job.requested",
                "job.accepted",
                "inputs.requested",
                "attempt.requested",
                "job.started",
                "prediction.reported",
                "job.generated",
                "outcome.proposed",
                "job.completed",
                "job.cancel-requested",
                "admit.retry",
                "store.retry",
                "sink-postgres.retry",
                "conclude.retry",
                "delay.1s",
                "delay.1d",
                "delay.retry");
        for (String topic : topics) {
            for (String value : List.of("{\"jobId\": [", "null", "")) {
                Log.produce(vsl.topic(topic), "poison " + topic, value);
                Log.produce(vsl.topic(topic), null, value);
            }
        }

        vsl.assertCompletedOnce(vsl.submit(3));

        Awaitility.await().untilAsserted(() -> assertThat(vsl.deadLetters())
                .extracting(letter -> Log.header(letter, "dead-letter-topic"))
                .containsAll(topics.stream().map(vsl::topic).toList()));
    }
}
