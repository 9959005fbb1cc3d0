package io.vsl.conclude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.metrics.PlainMeters;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.TestPolls;
import io.vsl.testing.TestJobs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which of the outcomes proposed for a job is its outcome. */
class ConcludeDecisionsTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PARTITION = 3;
    private static final UUID JOB = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final EventRecords records = PlainTopics.records("t");
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ConcludeJobs conclude = new ConcludeJobs(records, PlainMeters.ofJobs(meters));

    /** Of a poll whose records a retry has put in another order. */
    @Test
    void ofTheProposalsOfAPollTheFirstInTheLogIsAskedFor() {
        Proposals proposals = read(proposed(JOB, 8), proposed(OTHER, 9), proposed(JOB, 7), proposed(JOB, 10));

        assertThat(proposals.all()).hasSize(4);
        assertThat(proposals.jobIds()).containsExactly(JOB.toString(), OTHER.toString());
        assertThat(proposals.partitions()).containsExactly(PARTITION, PARTITION);
        assertThat(proposals.offsets()).containsExactly(7, 9);
    }

    @Test
    void whatIsNoOutcomeIsADeadLetter() {
        Batch batch = TestPolls.of(new Outgoing(
                "t.outcome.proposed",
                JOB.toString().getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8),
                Map.of()));

        assertThat(conclude.read(batch).all()).isEmpty();
        assertThat(TestPolls.deadReason(batch)).isNotNull();
    }

    @Test
    void theFirstIsToldAndCountedAndTheOthersAreNothing() throws IOException {
        Proposals proposals = read(proposed(JOB, 7), proposed(JOB, 8));

        conclude.finish(conclude.remembered(proposals, List.of(row(JOB, PARTITION, 7, true))));

        List<Outgoing> told = TestPolls.outputs(proposals.all().getFirst().polled());
        assertThat(told).extracting(Outgoing::topic).containsExactly("t.job.completed");
        JsonNode outcome = JsonConfiguration.json().readTree(told.getFirst().value());
        assertThat(outcome.path("jobId").asText()).isEqualTo(JOB.toString());
        assertThat(outcome.path("status").asText()).isEqualTo("cancelled");
        assertThat(TestPolls.outputs(proposals.all().getLast().polled())).isEmpty();
        assertThat(proposals.all()).noneMatch(proposal -> proposal.polled().isOpen());
        assertThat(counted()).isEqualTo(1);
    }

    @Test
    void oneThatIsReadAgainIsToldAgainAndNotCounted() {
        Proposals proposals = read(proposed(JOB, 7));

        conclude.finish(conclude.remembered(proposals, List.of(row(JOB, PARTITION, 7, false))));

        assertThat(TestPolls.outputs(proposals.all().getFirst().polled())).hasSize(1);
        assertThat(counted()).isZero();
    }

    /** Neither one of another place, nor whoever is decided for just now. */
    @Test
    void whatStandsElsewhereIsNotTheOutcome() {
        Proposals proposals = read(proposed(JOB, 7), proposed(OTHER, 8));

        conclude.finish(conclude.remembered(
                proposals, List.of(row(JOB, PARTITION + 1, 7, true), row(OTHER, PARTITION, 7, true))));

        assertThat(proposals.all()).allSatisfy(proposal -> assertThat(TestPolls.outputs(proposal.polled()))
                .isEmpty());
        assertThat(counted()).isZero();
    }

    /** Whoever stores files proposes after the last of them: then they are all there to be found. */
    @Test
    void whatMayBeStoredOfAJobWithoutFilesIsToGo() {
        Proposals proposals = read(running(JOB, 7), running(JOB, 9));

        conclude.finish(conclude.remembered(proposals, List.of(withoutFiles(row(JOB, PARTITION, 7, true)))));

        assertThat(TestPolls.outputs(proposals.all().getFirst().polled()))
                .extracting(Outgoing::topic)
                .containsExactly("t.job.completed", "t.media.delete-requested");
        assertThat(TestPolls.outputs(proposals.all().getLast().polled()))
                .extracting(Outgoing::topic)
                .containsExactly("t.media.delete-requested");
    }

    @Test
    void ofAJobThatHasFilesNothingIsToGo() {
        Proposals proposals = read(running(JOB, 7), running(JOB, 9));

        conclude.finish(conclude.remembered(proposals, List.of(row(JOB, PARTITION, 6, false))));

        assertThat(proposals.all()).allSatisfy(proposal -> assertThat(TestPolls.outputs(proposal.polled()))
                .isEmpty());
    }

    @Test
    void ofAJobThatNeverRanNothingCanBeStored() {
        Proposals proposals = read(proposed(JOB, 7));

        conclude.finish(conclude.remembered(proposals, List.of(withoutFiles(row(JOB, PARTITION, 7, true)))));

        assertThat(TestPolls.outputs(proposals.all().getFirst().polled()))
                .extracting(Outgoing::topic)
                .containsExactly("t.job.completed");
    }

    private static Map<String, Object> withoutFiles(Map<String, Object> row) {
        row.put("without_files", true);
        return row;
    }

    /** An outcome of a job that ran. */
    private PolledRecord running(UUID jobId, long offset) {
        Job job = TestJobs.pending(jobId, AT).processing("p1", 1);
        return TestPolls.at(
                PARTITION,
                offset,
                records.write(new OutcomeProposed(job.failed(JobError.cancelled(), AT.plusSeconds(1)))));
    }

    @Test
    void aJobWithoutAnAnswerIsNotPassedOver() {
        Proposals proposals = read(proposed(JOB, 7));

        assertThatThrownBy(() -> conclude.finish(conclude.remembered(proposals, List.of())))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Standing.of(Map.of("job_id", JOB, "partition", 1)))
                .hasMessage("offset");
    }

    private Proposals read(PolledRecord... proposals) {
        return conclude.read(TestPolls.poll(proposals));
    }

    private PolledRecord proposed(UUID jobId, long offset) {
        return TestPolls.at(PARTITION, offset, proposed(jobId));
    }

    private double counted() {
        Counter counter = meters.find("JobsCancelled").counter();
        return counter == null ? 0 : counter.count();
    }

    private Outgoing proposed(UUID jobId) {
        Job job = TestJobs.pending(jobId, AT);
        return records.write(new OutcomeProposed(job.failed(JobError.cancelled(), AT.plusSeconds(1))));
    }

    private static Map<String, Object> row(UUID jobId, int partition, long offset, boolean decided) {
        return new HashMap<>(Map.of("job_id", jobId, "partition", partition, "offset", offset, "decided", decided));
    }
}
