package io.vsl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.TestJobs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A completed job whose files are gone: as it ended, but for what leads to them. */
class JobMediaDeletedTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();
    private static final Instant CREATED = Instant.parse("2026-01-01T10:30:00Z");
    private static final Instant ENDED = CREATED.plusSeconds(6);
    private static final Instant DELETED = CREATED.plusSeconds(600);

    private final Job running = TestJobs.pending(UUID.randomUUID(), CREATED).processing("p1", 2);
    private final Job completed = running.completed(
            new JobResult(
                    "images/user123/x",
                    List.of(JobHistories.image()),
                    Map.of("/seed", IntNode.valueOf(7)),
                    List.of(),
                    1),
            ENDED);

    @Test
    void itsOutcomeStaysAndWhatTheModelSaidGoes() {
        Job job = new JobMediaDeleted(completed.withoutMedia(DELETED)).job();

        assertThat(job.mediaDeletedAt()).isEqualTo(DELETED);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.completedAt()).isEqualTo(ENDED);
        assertThat(job.cost()).isEqualTo(completed.cost());
        assertThat(job.result().outputs()).isEqualTo(completed.result().outputs());
        assertThat(job.result().missingOutputs()).isEqualTo(1);
        assertThat(job.result().values()).isEmpty();
        assertThat(job.sequence()).isEqualTo(completed.sequence() + 1);
        assertThat(job.lastChangedAt()).isEqualTo(DELETED);
    }

    @Test
    void theSecondTimeChangesNothing() {
        Job once = completed.withoutMedia(DELETED);

        assertThat(once.withoutMedia(DELETED.plusSeconds(1))).isEqualTo(once);
    }

    @Test
    void itIsNotDeletedBeforeItEndedWhateverAClockSays() {
        assertThat(completed.withoutMedia(CREATED).mediaDeletedAt()).isEqualTo(ENDED);
    }

    @Test
    void onlyACompletedJobHasFilesToDelete() {
        assertThatThrownBy(() -> running.withoutMedia(DELETED)).hasMessage("status must be completed");
        assertThatThrownBy(() -> new JobMediaDeleted(completed)).hasMessage("mediaDeletedAt must be there");
    }

    @Test
    void itIsReadAsItWasWritten() throws Exception {
        JobMediaDeleted event = new JobMediaDeleted(completed.withoutMedia(DELETED));

        assertThat(JSON.readValue(JSON.writeValueAsBytes(event), JobMediaDeleted.class))
                .isEqualTo(event);
        assertThat(event.id()).isEqualTo(completed.jobId() + "/media-deleted");
        assertThat(event.time()).isEqualTo(DELETED);
    }

    @Test
    void itIsNewerThanAnyOutcomeWhereverTheyStandAndLuaCanCountSoFar() {
        long mostRecords = 1_000_000_000_000L;
        long deleted = JobSnapshot.of(new JobMediaDeleted(completed.withoutMedia(DELETED)), mostRecords)
                .version();

        assertThat(deleted)
                .isGreaterThan(JobSnapshot.of(new JobCompleted(completed), 0).version());
        assertThat(JobSnapshot.of(new JobMediaDeleted(completed.withoutMedia(DELETED)), 0)
                        .version())
                .isGreaterThan(deleted)
                .isLessThan(1L << 53);
    }
}
