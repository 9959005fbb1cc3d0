package io.vsl.admit;

import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobEvent;
import io.vsl.job.JobIds;
import io.vsl.job.PredictionRequest;
import io.vsl.models.CheckRequest;
import io.vsl.models.CheckedRequest;
import io.vsl.models.Target;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.stage.Batch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * A request that can be served is accepted, one that is wrong ends as a failed job with the codes of the REST API,
 * and what isn't a JSON object is a dead letter. The same record always makes the same job.
 */
@Component("admitRequests")
class AdmitRequests {

    private static final Duration MAX_DELAY = Duration.ofDays(1);

    private final CheckRequest checkRequest;
    private final EventRecords records;

    AdmitRequests(CheckRequest checkRequest, EventRecords records) {
        this.checkRequest = checkRequest;
        this.records = records;
    }

    public void admit(Batch batch) {
        batch.forEach(item -> item.finish(List.of(records.write(decide(item.consumed()), item.consumed()))));
    }

    private JobEvent decide(Consumed consumed) {
        UUID jobId = jobId(consumed);
        Instant createdAt = createdAt(consumed);
        CheckedRequest checked = checkRequest.check(consumed.value(), null);
        if (checked instanceof CheckedRequest.Malformed malformed) {
            throw new InvalidRecord(malformed.reason());
        }
        if (checked instanceof CheckedRequest.Invalid invalid) {
            return new JobCompleted(Job.refused(jobId, invalid.mediaType(), invalid.modelId(), invalid.userId(),
                    createdAt, invalid.errors()));
        }
        CheckedRequest.Valid valid = (CheckedRequest.Valid) checked;
        Target target = valid.model().target();
        return new JobAccepted(
                valid.job(jobId, createdAt, expectedWait(consumed)),
                valid.prepared().parameters(),
                new PredictionRequest(target.path(), target.version().orElse(null), valid.prepared().input(),
                        valid.model().deadline().orElse(null)));
    }

    /** The key, or, for a record without one, an id that follows from the record's place in the log. */
    private static UUID jobId(Consumed consumed) {
        byte[] key = consumed.key();
        if (key == null || key.length == 0) {
            String place = consumed.position() + "/" + consumed.timestamp().toEpochMilli();
            return UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
        }
        return JobIds.parse(new String(key, StandardCharsets.UTF_8))
                .orElseThrow(() -> new InvalidRecord("The key must be a UUID, which is the jobId, or absent"));
    }

    /** As the ingress said, so that the same record is the same job at any time. */
    private static Duration expectedWait(Consumed consumed) {
        try {
            long seconds = consumed.header(EventRecords.EXPECTED_WAIT).map(Long::parseLong).orElse(0L);
            return Duration.ofSeconds(Math.max(0, Math.min(seconds, MAX_DELAY.toSeconds())));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    /** When the ingress took it; for a direct producer without CloudEvents headers, the record's own time. */
    private static Instant createdAt(Consumed consumed) {
        try {
            // A time that is far from the record's own was not written by a clock, and no store may hold it.
            return consumed.header("ce_time").map(Instant::parse)
                    .filter(time -> Duration.between(time, consumed.timestamp()).abs().compareTo(MAX_DELAY) <= 0)
                    .orElse(consumed.timestamp());
        } catch (DateTimeParseException e) {
            return consumed.timestamp();
        }
    }
}
