package io.vsl.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobHistories;
import io.vsl.job.JobResult;
import io.vsl.job.MediaDeleteRequested;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.TestPolls;
import io.vsl.platform.stage.TryAgain;
import io.vsl.testing.TestJobs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Whose files go, and what is told then. */
class EraseDecisionsTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T10:30:00Z");
    private static final Instant DELETED = Instant.parse("2026-01-08T09:00:00Z");
    private static final UUID JOB = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final EventRecords records = PlainTopics.records("t");
    private final EraseMedia erase = new EraseMedia(records, Clock.systemUTC());

    @Test
    void theFilesOfACompletedJobGoAndTheJobSaysSo() throws IOException {
        PolledRecord wanted = at(7, wanted(completed(JOB)));

        Erasure erasure = noted(read(wanted), row(JOB, "completed", DELETED));
        erase.finish(erasure);

        assertThat(erasure.folders())
                .extracting(Folder::prefix)
                .containsExactly("images/user123/2026/01/01/" + JOB + "/", "temp/" + JOB + "/");
        assertThat(TestPolls.outputs(wanted)).extracting(Outgoing::topic).containsExactly("t.job.media-deleted");
        JsonNode told = JsonConfiguration.json()
                .readTree(TestPolls.outputs(wanted).getFirst().value());
        assertThat(told.path("mediaDeletedAt").asText()).isEqualTo(DELETED.toString());
        assertThat(told.path("status").asText()).isEqualTo("completed");
        assertThat(wanted.isOpen()).isFalse();
    }

    @Test
    void ofSeveralWishesTheFirstInTheLogIsNotedAndADeletionBeforeWhatIsLeftOver() {
        Wishes wishes = read(
                at(5, leftover(completed(JOB))),
                at(9, wanted(completed(JOB))),
                at(7, wanted(completed(JOB))),
                at(8, leftover(cancelled(OTHER))));

        assertThat(wishes.all()).hasSize(4);
        assertThat(wishes.jobIds()).containsExactly(JOB.toString(), OTHER.toString());
        assertThat(wishes.deletions()).containsExactly("true", "false");
    }

    @Test
    void allWishesOfAJobTellTheSame() {
        PolledRecord first = at(7, wanted(completed(JOB)));
        PolledRecord second = at(9, wanted(completed(JOB)));

        erase.finish(noted(read(first, second), row(JOB, "completed", DELETED)));

        assertThat(TestPolls.outputs(first).getFirst().value())
                .isEqualTo(TestPolls.outputs(second).getFirst().value());
    }

    @Test
    void whatIsLeftOverOfAJobThatDidNotCompleteGoesWithoutAWord() {
        PolledRecord leftover = at(7, leftover(completed(JOB)));

        Erasure erasure = noted(read(leftover), row(JOB, "cancelled", null));
        erase.finish(erasure);

        assertThat(erasure.folders()).hasSize(2);
        assertThat(TestPolls.outputs(leftover)).isEmpty();
        assertThat(leftover.isOpen()).isFalse();
    }

    @Test
    void whatIsStoredAgainOfAJobWithoutFilesGoesAgain() {
        PolledRecord leftover = at(7, leftover(completed(JOB)));

        Erasure erasure = noted(read(leftover), row(JOB, "completed", DELETED));
        erase.finish(erasure);

        assertThat(erasure.folders()).hasSize(2);
        assertThat(TestPolls.outputs(leftover)).isEmpty();
    }

    @Test
    void aJobThatCompletedKeepsItsFilesWhoeverHadProposedAnotherEnd() {
        PolledRecord leftover = at(7, leftover(cancelled(JOB)));

        Erasure erasure = noted(read(leftover), row(JOB, "completed", null));
        erase.finish(erasure);

        assertThat(erasure.folders()).isEmpty();
        assertThat(TestPolls.outputs(leftover)).isEmpty();
        assertThat(leftover.isOpen()).isFalse();
    }

    @Test
    void whoseEndNobodyCanSayYetIsLookedAtLater() {
        PolledRecord leftover = at(7, leftover(cancelled(JOB)));

        Erasure erasure = noted(read(leftover), row(JOB, null, null));
        erase.finish(erasure);

        assertThat(erasure.folders()).isEmpty();
        assertThat(TestPolls.postponedReason(leftover)).isNotNull();
    }

    @Test
    void aFolderThatIsNotTheJobsOwnIsADeadLetter() {
        Job job = running(JOB).completed(result("images/user123"), CREATED);

        Batch batch = TestPolls.of(wanted(job));

        assertThat(erase.read(batch).all()).isEmpty();
        assertThat(TestPolls.deadReason(batch)).contains("folder");
    }

    @Test
    void anotherKeyIsADeadLetter() {
        Outgoing wanted = wanted(completed(JOB));

        Batch batch = TestPolls.of(new Outgoing(
                wanted.topic(), OTHER.toString().getBytes(StandardCharsets.UTF_8), wanted.value(), wanted.headers()));

        assertThat(erase.read(batch).all()).isEmpty();
        assertThat(TestPolls.deadReason(batch)).contains("key");
    }

    @Test
    void aJobThatStillRunsIsADeadLetter() {
        Outgoing wanted = wanted(completed(JOB));
        String open = new String(wanted.value(), StandardCharsets.UTF_8)
                .replaceAll("\"result\":.*", "\"x\":0}}")
                .replace("\"completed\"", "\"processing\"");

        Batch batch = TestPolls.of(
                new Outgoing(wanted.topic(), wanted.key(), open.getBytes(StandardCharsets.UTF_8), wanted.headers()));

        assertThat(erase.read(batch).all()).isEmpty();
        assertThat(TestPolls.deadReason(batch)).isNotNull();
    }

    @Test
    void aFullPageOfFilesIsFollowedByAnother() {
        Folder folder = Folder.of("images/x/");
        EmptyFolder empty = new EmptyFolder();

        assertThat(folder.isOpen()).isTrue();
        assertThat(empty.listed(folder, objects(1_000)).isOpen()).isTrue();
        assertThat(empty.listed(folder, objects(999)).isOpen()).isFalse();
        assertThat(empty.listed(folder, objects(0)).hasKeys()).isFalse();
        assertThat(empty.listed(folder, objects(2)).keys()).containsExactly("images/x/0", "images/x/1");
    }

    @Test
    void whatS3HasNotRemovedIsTriedAgain() {
        Folder folder = Folder.of("images/x/");
        EmptyFolder empty = new EmptyFolder();
        DeleteObjectsResponse refused = DeleteObjectsResponse.builder()
                .errors(S3Error.builder()
                        .key("images/x/0")
                        .code("InternalError")
                        .message("try again")
                        .build())
                .build();

        assertThat(empty.removed(folder, DeleteObjectsResponse.builder().build()))
                .isEqualTo(folder);
        assertThatThrownBy(() -> empty.removed(folder, refused))
                .isInstanceOf(TryAgain.class)
                .hasMessageContaining("InternalError");
    }

    private static List<S3Object> objects(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> S3Object.builder().key("images/x/" + i).build())
                .toList();
    }

    private Wishes read(PolledRecord... wishes) {
        return erase.read(TestPolls.poll(wishes));
    }

    private Erasure noted(Wishes wishes, Map<String, Object> row) {
        return erase.noted(wishes, List.of(row));
    }

    private static PolledRecord at(long offset, Outgoing record) {
        return TestPolls.at(3, offset, record);
    }

    private Outgoing wanted(Job job) {
        return records.mediaDelete(MediaDeleteRequested.wanted(job, "asked for by user123"), DELETED, (String) null);
    }

    private Outgoing leftover(Job job) {
        return records.mediaDelete(MediaDeleteRequested.leftover(job, "the job is cancelled"), DELETED, (String) null);
    }

    private static Job running(UUID jobId) {
        return TestJobs.pending(jobId, CREATED).processing("p1", 1);
    }

    private static Job completed(UUID jobId) {
        return running(jobId).completed(result("images/user123/2026/01/01/" + jobId), CREATED.plusSeconds(6));
    }

    private static Job cancelled(UUID jobId) {
        return running(jobId).failed(JobError.cancelled(), CREATED.plusSeconds(6));
    }

    private static JobResult result(String folder) {
        return new JobResult(folder, List.of(JobHistories.image()), Map.of(), List.of(), 0);
    }

    private static Map<String, Object> row(UUID jobId, @Nullable String status, @Nullable Instant deletedAt) {
        Map<String, Object> row = new HashMap<>();
        row.put("job_id", jobId);
        row.put("status", status);
        row.put("deleted_at", deletedAt == null ? null : Timestamp.from(deletedAt));
        return row;
    }
}
