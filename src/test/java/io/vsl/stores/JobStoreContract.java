package io.vsl.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ErrorCode;
import io.vsl.job.Estimate;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobEvent;
import io.vsl.job.JobHistories;
import io.vsl.job.JobMediaDeleted;
import io.vsl.job.JobRequest;
import io.vsl.job.JobResult;
import io.vsl.job.JobSnapshot;
import io.vsl.job.JobStarted;
import io.vsl.job.MediaType;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.Consumed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What every {@link JobStore} is to those who use it, without Kafka and routes. */
public abstract class JobStoreContract {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    private final Instant created = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final UUID jobId = UUID.randomUUID();

    /** The store under test; nobody else uses it meanwhile. */
    protected abstract JobStore store();

    @Test
    void aJobIsAsItsNewestEventLeftIt() throws Exception {
        write(accepted(jobId, created), started(jobId, created));

        assertThat(store().find(jobId).map(JobSnapshot::job))
                .contains(started(jobId, created).job());
    }

    @Test
    void anOlderEventThatComesLaterChangesNothing() throws Exception {
        write(failed(jobId, created));
        Optional<JobSnapshot> before = store().find(jobId);

        write(started(jobId, created));
        write(accepted(jobId, created));

        assertThat(before).isPresent();
        assertThat(store().find(jobId)).isEqualTo(before);
    }

    @Test
    void theSameEventsAgainChangeNothing() throws Exception {
        write(accepted(jobId, created), started(jobId, created));
        Map<UUID, KeptJob> before = store().findAll(List.of(jobId));

        write(accepted(jobId, created), started(jobId, created));

        assertThat(store().findAll(List.of(jobId))).isEqualTo(before).hasSize(1);
    }

    @Test
    void manyAreFoundAtOnceAndWhatIsNotThereIsNot() throws Exception {
        List<UUID> some = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            some.add(UUID.randomUUID());
        }
        List<JobEvent> events = new ArrayList<>();
        some.forEach(id -> events.add(accepted(id, created)));
        write(events.toArray(JobEvent[]::new));
        List<UUID> wanted = new ArrayList<>(some);
        wanted.add(UUID.randomUUID());

        Map<UUID, KeptJob> found = store().findAll(wanted);

        assertThat(found).containsOnlyKeys(some);
        for (KeptJob kept : found.values()) {
            JobSnapshot snapshot = JSON.readValue(kept.document(), JobSnapshot.class);
            assertThat(kept.version()).isIn(null, snapshot.version());
            assertThat(snapshot.job().createdAt()).isEqualTo(created);
        }
    }

    @Test
    void aJobWhoseFilesAreGoneStaysSoWhateverIsToldAgain() throws Exception {
        for (Duration age : List.of(Duration.ZERO, Duration.ofDays(3), Duration.ofDays(30))) {
            UUID old = UUID.randomUUID();
            Instant then = created.minus(age);
            write(completed(old, then));

            write(deleted(old, then, created));
            Optional<JobSnapshot> deleted = store().find(old);
            write(completed(old, then));
            write(started(old, then));

            assertThat(deleted.map(JobSnapshot::job))
                    .as("%s ago", age)
                    .contains(deleted(old, then, created).job());
            assertThat(store().find(old)).as("%s ago", age).isEqualTo(deleted);
        }
    }

    @Test
    void thatFilesAreGoneMayBeToldBeforeTheOutcome() throws Exception {
        write(deleted(jobId, created, created.plusSeconds(9)));
        write(completed(jobId, created));

        assertThat(store().find(jobId).map(JobSnapshot::job))
                .contains(deleted(jobId, created, created.plusSeconds(9)).job());
    }

    @Test
    void nothingIsAlsoWritten() throws Exception {
        write();

        assertThat(store().findAll(List.of())).isEmpty();
    }

    @Test
    void aJobIsThereUnlessTheStoreMaySayThatItForgot() throws Exception {
        for (Duration age : List.of(Duration.ZERO, Duration.ofDays(3), Duration.ofDays(30))) {
            Instant then = created.minus(age);
            UUID old = UUID.randomUUID();

            write(failed(old, then));

            assertThat(store().find(old).isPresent() || store().mayLack(then))
                    .as("%s ago", age)
                    .isTrue();
        }
    }

    @Test
    void whatItForgetsByItselfIsNotBroughtBackByALateEvent() throws Exception {
        Instant then = created.minus(Duration.ofDays(400));

        write(accepted(jobId, then));

        assertThat(store().find(jobId).isPresent()).isEqualTo(!store().mayLack(then));
    }

    @Test
    void afterItIsClearedItTakesTheLogAnew() throws Exception {
        write(failed(jobId, created));

        store().clear();
        Optional<JobSnapshot> cleared = store().find(jobId);
        write(started(jobId, created));

        assertThat(cleared).isEmpty();
        assertThat(store().find(jobId).map(JobSnapshot::job))
                .contains(started(jobId, created).job());
    }

    @Test
    void aStoreThatListsItsJobsListsThemAll() throws Exception {
        store().clear();
        UUID another = UUID.randomUUID();
        write(accepted(jobId, created), accepted(another, created));
        List<UUID> listed = new ArrayList<>();

        store().forEachId(listed::addAll);

        if (!listed.isEmpty()) {
            assertThat(listed).containsExactlyInAnyOrder(jobId, another);
        }
    }

    private static Job pending(UUID id, Instant at) {
        return Job.pending(
                id,
                new JobRequest(
                        "user123",
                        MediaType.IMAGE,
                        "flux-schnell",
                        JSON.createObjectNode(),
                        "https://client.example/hook",
                        JSON.createObjectNode().put("order", 7)),
                at,
                new Estimate(new BigDecimal("5"), new BigDecimal("0.003"), null, List.of()));
    }

    private static JobEvent accepted(UUID id, Instant at) {
        return new JobAccepted(
                pending(id, at),
                JSON.createObjectNode(),
                new PredictionRequest("/predictions", "v", JSON.createObjectNode(), 0, null));
    }

    private static JobEvent started(UUID id, Instant at) {
        return new JobStarted(pending(id, at).processing("p" + id, 1), 1, at.plusSeconds(1));
    }

    private static JobEvent failed(UUID id, Instant at) {
        return new JobCompleted(pending(id, at).failed(JobError.of(ErrorCode.TIMEOUT, "it took too long"), at));
    }

    static JobEvent completed(UUID id, Instant at) {
        return new JobCompleted(completedJob(id, at));
    }

    static JobEvent deleted(UUID id, Instant at, Instant deletedAt) {
        return new JobMediaDeleted(completedJob(id, at).withoutMedia(deletedAt));
    }

    private static Job completedJob(UUID id, Instant at) {
        return pending(id, at)
                .processing("p" + id, 1)
                .completed(
                        new JobResult("images/user123/" + id, List.of(JobHistories.image()), Map.of(), List.of(), 0),
                        at);
    }

    /** As one poll. */
    final void write(JobEvent... events) throws JsonProcessingException {
        List<LoggedEvent> logged = new ArrayList<>();
        for (JobEvent event : events) {
            logged.add(new LoggedEvent(
                    event,
                    new Consumed(
                            "vsl." + event.topic(),
                            0,
                            logged.size(),
                            created,
                            event.job().jobId().toString().getBytes(StandardCharsets.UTF_8),
                            JSON.writeValueAsBytes(event),
                            new RecordHeaders())));
        }
        store().write(FoldedEvents.of(logged));
    }
}
