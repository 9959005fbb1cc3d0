package io.vsl.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.Compilation.Source;
import io.vsl.job.ErrorCode;
import io.vsl.job.Estimate;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobRequest;
import io.vsl.job.JobResult;
import io.vsl.job.MediaFolder;
import io.vsl.job.MediaType;
import io.vsl.job.Output;
import io.vsl.stores.SeenJobs.Seen;
import io.vsl.stores.SourceState.Late;
import io.vsl.stores.SourceState.Unusable;
import io.vsl.stores.SourceState.Usable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether something can be made of a job's first file. */
class SourceStateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T10:30:00Z");
    private static final Source VIDEO = new Source("jobIds[0]", new UUID(0, 1), MediaType.VIDEO);
    private static final Job PENDING = Job.pending(
            VIDEO.jobId(),
            new JobRequest(
                    "user123",
                    MediaType.VIDEO,
                    "stability-video",
                    com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode(),
                    null,
                    null),
            NOW,
            new Estimate(BigDecimal.ONE, BigDecimal.ZERO, null, List.of()));

    private static Job completed(String contentType) {
        Output output = new Output(
                "original.bin",
                "",
                Output.Derived.NONE,
                new Output.Content(contentType, null, 5, "00"),
                Output.Measures.NONE,
                Output.Traits.NONE);
        return PENDING.completed(new JobResult("videos/x", List.of(output), Map.of(), List.of(), 0), NOW);
    }

    private static SourceState state(@Nullable Job job, boolean ended) {
        return SourceState.of(VIDEO, new Seen("user123", job, ended, null), "user123");
    }

    private static String code(SourceState state) {
        return ((Unusable) state).code();
    }

    @Test
    void aCompletedVideoCanBeUsed() {
        assertThat(state(completed("video/mp4"), true))
                .isInstanceOfSatisfying(
                        Usable.class, usable -> assertThat(usable.s3Path()).isEqualTo(MediaFolder.of(PENDING)));
    }

    @Test
    void anothersJobIsOneThatIsNotThere() {
        SourceState anothers = SourceState.of(VIDEO, new Seen("them", completed("video/mp4"), true, null), "user123");

        assertThat(anothers).isEqualTo(SourceState.of(VIDEO, Seen.NOTHING, "user123"));
        assertThat(code(anothers)).isEqualTo("NOT_FOUND");
    }

    @Test
    void howAJobEndedMayBeOnItsWay() {
        assertThat(state(PENDING, true)).isInstanceOf(Late.class);
        assertThat(state(null, true)).isInstanceOf(Late.class);
        assertThat(code(state(PENDING, false))).isEqualTo("NOT_COMPLETED");
        assertThat(code(state(null, false))).isEqualTo("NOT_COMPLETED");
    }

    @Test
    void whatHasNoSuchFileCantBeUsed() {
        assertThat(code(state(PENDING.failed(JobError.of(ErrorCode.MODEL_ERROR, "no"), NOW), true)))
                .isEqualTo("NOT_COMPLETED");
        assertThat(code(state(completed("video/mp4").withoutMedia(NOW), true))).isEqualTo("MEDIA_DELETED");
        assertThat(code(state(completed("audio/wav"), true))).isEqualTo("NOT_ALLOWED");
    }
}
