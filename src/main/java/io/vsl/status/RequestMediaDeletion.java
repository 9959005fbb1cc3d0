package io.vsl.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import io.vsl.job.MediaDeleteRequested;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.Reply;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Recorded;
import io.vsl.platform.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Both ends of {@code DELETE /jobs/{jobId}/media}: the record for the stage erase, and the answer once Kafka has it. */
@Component("requestMediaDeletion")
class RequestMediaDeletion {

    private final EventRecords records;
    private final Clock clock;

    RequestMediaDeletion(EventRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /** The wish, as a record; none where the files are gone already. */
    record Deleting(Job job, List<Outgoing> records) implements Recorded {}

    /** What is answered when Kafka has it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Deleted(UUID jobId, @Nullable Instant mediaDeletedAt, String message) {}

    /** @throws Problem 409 when the job has not ended */
    public Deleting check(
            @Body JobSnapshot found,
            @ExchangeProperty("caller") Caller caller,
            @ExchangeProperty("traceparent") @Nullable String traceparent) {
        Job job = found.job();
        if (!job.isTerminal()) {
            throw Problem.of(409, "JOB_NOT_COMPLETED", "The job is still running; cancel it, or wait for its outcome");
        }
        // Of a request that was refused nothing was ever stored.
        boolean hasNone = job.mediaDeletedAt() != null || job.predictionId() == null;
        return new Deleting(
                job,
                hasNone
                        ? List.of()
                        : List.of(records.mediaDelete(
                                MediaDeleteRequested.wanted(job, "asked for by " + caller.userId()),
                                clock.instant(),
                                traceparent)));
    }

    public Reply answer(@Body Deleting deleting) {
        Job job = deleting.job();
        String message =
                deleting.records().isEmpty() ? "The job has no files" : "The files of the job are to be deleted";
        return Reply.accepted(new Deleted(job.jobId(), job.mediaDeletedAt(), message), "/status/" + job.jobId());
    }
}
