package io.vsl.cancel;

import io.vsl.job.CancelRequested;
import io.vsl.job.Compilation;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobIds;
import io.vsl.job.OutcomeProposed;
import io.vsl.ledger.Stop;
import io.vsl.ledger.Stopped;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * From the wish to end a job to the outcome that is proposed for it. What is not at a provider yet is kept from being
 * sent: of a job that generate has not come to, generate proposes the outcome.
 */
@Component("cancelJobs")
class CancelJobs {

    private final EventRecords records;
    private final Clock clock;

    CancelJobs(EventRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    public Stop<PolledRecord> read(Batch batch) {
        return new Stop<>(batch.map(this::wish));
    }

    private Stop.Wish<PolledRecord> wish(PolledRecord polled) {
        Consumed consumed = polled.consumed();
        UUID jobId = jobId(consumed);
        String reason = request(consumed).reason();
        return new Stop.Wish<>(
                polled, jobId, reason == null ? null : JobError.keepable(reason), consumed.timeOr(clock.instant()));
    }

    private static UUID jobId(Consumed consumed) {
        String key = consumed.key() == null ? "" : new String(consumed.key(), StandardCharsets.UTF_8);
        return JobIds.parse(key).orElseThrow(() -> new InvalidRecord("The key must be the jobId, a UUID"));
    }

    private CancelRequested request(Consumed consumed) {
        return consumed.value().length == 0 ? new CancelRequested(null) : records.read(consumed, CancelRequested.class);
    }

    /** Proposes the outcomes; what may still run is left to be cancelled. */
    public List<Running> finish(Stopped<PolledRecord> stopped) {
        List<Running> running = new ArrayList<>();
        for (Stopped.Entry<PolledRecord> entry : stopped.entries()) {
            PolledRecord polled = entry.subject();
            polled.finish(outputs(entry));
            if (entry.predictionId() != null) {
                running.add(new Running(polled, entry.jobId(), entry.predictionId(), entry.provider()));
            }
        }
        return running;
    }

    private List<Outgoing> outputs(Stopped.Entry<PolledRecord> entry) {
        Job job = entry.job();
        if (job == null || entry.ended()) {
            return List.of();
        }
        int attempts = Compilation.isOne(job) ? Compilation.ATTEMPT : entry.attempts();
        Job latest =
                entry.predictionId() == null ? job.attempted(attempts) : job.processing(entry.predictionId(), attempts);
        return List.of(records.write(
                new OutcomeProposed(latest.failed(JobError.cancelled(), entry.requestedAt())),
                entry.subject().consumed()));
    }
}
