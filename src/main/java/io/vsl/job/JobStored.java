package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A job's files are in S3, and nothing is made of them yet. Written by store and compile, read by render; it also
 * stands beside the files, as {@code stored.json}.
 *
 * @param attempt  counted from 1
 * @param stored   what is there: outputs without what is made of them
 * @param storedAt when the last of them was
 */
public record JobStored(
        @JsonUnwrapped Job job,
        int attempt,
        @JsonProperty("stored") JobResult stored,
        Instant storedAt) implements StageEvent {

    private static final Pattern FILE = Pattern.compile("[^/-]+(-\\d+)?\\.[^/.-]+");

    public JobStored {
        Objects.requireNonNull(stored, "stored");
        Objects.requireNonNull(storedAt, "storedAt");
        Storable.requireTime("storedAt", storedAt);
        AttemptContext.requireAttempt(attempt);
        Storable.require(MediaFolder.isOf(job, stored.s3Path()), "stored.s3Path", "must be the job's own folder");
        for (Output output : stored.outputs()) {
            Storable.require(FILE.matcher(output.file()).matches(), "file", "must be a name like original-1.png");
        }
        job = job.at(JobProgress.generated(attempt));
    }

    @Override
    public String topic() {
        return "job.stored";
    }

    @Override
    public Instant time() {
        return storedAt;
    }

    @Override
    public String id() {
        return job.jobId() + "/stored/" + attempt;
    }
}
