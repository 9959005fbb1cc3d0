package io.vsl.erase;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobHistories;
import io.vsl.job.JobMediaDeleted;
import io.vsl.job.JobResult;
import io.vsl.job.MediaType;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.Consumed;
import io.vsl.stores.FoldedEvents;
import io.vsl.stores.LoggedEvent;
import io.vsl.stores.PostgresJobs;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.TestJobs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.ProducerTemplate;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose files were kept for long enough, each asked for by one process at a time. */
@NeedsServers
class ExpireMediaTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private static Application application;

    private final String user = "kept-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        application = Application.start(Map.of(
                "vsl.media.retention.image", "30d",
                "vsl.media.retention.period", "1d"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void whatIsOlderThanItsTypeIsKeptForIsTaken() {
        UUID old = completed(Duration.ofDays(31));
        UUID young = completed(Duration.ofDays(29));

        assertThat(taken(500)).contains(old).doesNotContain(young);
    }

    @Test
    void aUsersOwnRetentionComesFirst() {
        retention(user, 100);
        UUID kept = completed(Duration.ofDays(99));
        UUID over = completed(Duration.ofDays(101));
        String hasty = "hasty-" + user;
        retention(hasty, 1);
        UUID yesterdays = completed(hasty, Duration.ofDays(2));
        UUID todays = completed(hasty, Duration.ofHours(2));

        assertThat(taken(500)).contains(over, yesterdays).doesNotContain(kept, todays);
    }

    @Test
    void eachIsTakenByOneProcessAtATime() {
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(completed(Duration.ofDays(40 + i)));
        }
        List<CompletableFuture<List<UUID>>> looks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            looks.add(CompletableFuture.supplyAsync(() -> taken(500)));
        }

        List<UUID> taken = looks.stream()
                .map(CompletableFuture::join)
                .flatMap(Collection::stream)
                .filter(all::contains)
                .toList();

        assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
        assertThat(taken(500)).doesNotContainAnyElementsOf(all);
    }

    @Test
    void whatAProcessTookThatDiedIsTakenAgain() {
        UUID old = completed(Duration.ofDays(31));
        taken(500);

        jdbc().sql("UPDATE media_deletions SET asked_at = asked_at - interval '11 minutes' WHERE job_id = :id")
                .param("id", old)
                .update();

        assertThat(taken(500)).contains(old);
    }

    @Test
    void ofThoseWhoseFilesAreGoneNoneIsTaken() {
        UUID gone = completed(Duration.ofDays(31));
        Job job = job(gone, user, Duration.ofDays(31));
        write(new LoggedEvent(new JobMediaDeleted(job.withoutMedia(NOW)), consumed("job.media-deleted", job)));
        UUID onItsWay = completed(Duration.ofDays(31));
        jdbc().sql("INSERT INTO media_deletions (job_id, deleted_at) VALUES (:id, now())")
                .param("id", onItsWay)
                .update();

        assertThat(taken(500)).doesNotContain(gone, onItsWay);
    }

    @Test
    void aRoundIsBounded() {
        for (int i = 0; i < 5; i++) {
            completed(Duration.ofDays(50));
        }

        assertThat(taken(3)).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void theRoundOfTheStageDeletesThem() {
        try (Application hasty =
                Application.start(Map.of("vsl.media.retention.period", "1s", "vsl.media.retention.image", "1h"))) {
            Client client = new Client(hasty.url());
            String jobId = client.submitted("""
                    {"mediaType":"image","modelId":"flux-schnell","prompt":"a fox"}""");
            client.awaitOutcome(jobId);
            Awaitility.await().until(() -> jdbc().sql("""
                            UPDATE jobs SET completed_at = completed_at - interval '2 hours'
                            WHERE job_id = CAST(:id AS uuid) AND status = 'completed'""").param("id", jobId).update() == 1);

            Awaitility.await().until(() -> client.status(jobId).body().has("mediaDeletedAt"));

            assertThat(Log.read(hasty.topic("media.delete-requested")).stream().filter(Log.key(jobId)))
                    .hasSize(1);
        }
    }

    private static List<UUID> taken(int limit) {
        Round round = new Round(Map.of(MediaType.IMAGE, Duration.ofDays(30)), limit, 600);
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> rows = (List<Map<String, Object>>) application
                .bean(ProducerTemplate.class)
                .requestBody("sql:classpath:sql/budget/expired.sql?parametersCount=8", round);
        return rows.stream()
                .map(row -> UUID.fromString(
                        Http.json((String) row.get("document")).path("jobId").asText()))
                .toList();
    }

    private UUID completed(Duration age) {
        return completed(user, age);
    }

    private static UUID completed(String owner, Duration age) {
        UUID id = UUID.randomUUID();
        Job job = job(id, owner, age);
        write(new LoggedEvent(new JobCompleted(job), consumed("job.completed", job)));
        return id;
    }

    private static Job job(UUID id, String owner, Duration age) {
        Instant then = NOW.minus(age);
        return TestJobs.pending(id, owner, then)
                .processing("p" + id, 1)
                .completed(
                        new JobResult(
                                "images/%s/%s".formatted(owner, id),
                                List.of(JobHistories.image()),
                                Map.of(),
                                List.of(),
                                0),
                        then);
    }

    private static void write(LoggedEvent event) {
        application.bean(PostgresJobs.class).write(FoldedEvents.of(List.of(event)));
    }

    private static Consumed consumed(String topic, Job job) {
        try {
            return new Consumed(
                    "vsl." + topic,
                    0,
                    0,
                    NOW,
                    job.jobId().toString().getBytes(StandardCharsets.UTF_8),
                    JsonConfiguration.json().writeValueAsBytes(job),
                    new RecordHeaders());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void retention(String owner, int days) {
        jdbc().sql("""
                        INSERT INTO user_limits (user_id, media_retention_days, changed_by) VALUES (:user, :days, 'test')""").param("user", owner).param("days", days).update();
    }

    private static JdbcClient jdbc() {
        return application.bean(JdbcClient.class);
    }
}
