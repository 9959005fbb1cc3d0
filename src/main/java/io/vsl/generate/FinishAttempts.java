package io.vsl.generate;

import io.vsl.generate.Attempt.Cancelled;
import io.vsl.generate.Attempt.NotSent;
import io.vsl.generate.Attempt.Rejected;
import io.vsl.generate.Attempt.Submitted;
import io.vsl.job.CancelRequested;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobStarted;
import io.vsl.job.OutcomeProposed;
import io.vsl.job.StageEvent;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.TraceParent;
import io.vsl.platform.metrics.JobMeters;
import io.vsl.platform.stage.TryAgain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/**
 * Says what became of each attempt. One whose fate is unknown says nothing: if Replicate has it, its webhook brings
 * the job on, and sending it again might pay twice.
 */
@Component("finishAttempts")
class FinishAttempts {

    private final EventRecords records;
    private final JobMeters meters;

    FinishAttempts(EventRecords records, JobMeters meters) {
        this.records = records;
        this.meters = meters;
    }

    /** With the jobs that record-attempts.sql found cancelled. */
    public void finish(@ExchangeProperty("attempts") List<Attempt> attempts,
            @Header("cancellations") List<Map<String, Object>> cancellations) {
        Set<UUID> cancelled = cancellations.stream().map(row -> (UUID) row.get("job_id")).collect(Collectors.toSet());
        attempts.stream()
                .filter(attempt -> !(attempt.fate() instanceof NotSent))
                .forEach(attempt -> finish(attempt, cancelled.contains(attempt.jobId())));
        attempts.stream().map(Attempt::fate).filter(NotSent.class::isInstance).findFirst().ifPresent(fate -> {
            throw new TryAgain(((NotSent) fate).reason());
        });
    }

    private void finish(Attempt attempt, boolean cancelledSince) {
        Consumed cause = attempt.item().consumed();
        List<Outgoing> outputs = new ArrayList<>();
        if (attempt.isOurs() && attempt.number() == 1 && attempt.fate() instanceof Submitted) {
            meters.started(attempt.accepted().job());
        }
        event(attempt).ifPresent(event -> outputs.add(records.write(event, cause)));
        if (cancelledSince) {
            // When cancel looked, there was no prediction yet that it could have ended.
            outputs.add(records.cancel(attempt.jobId(), new CancelRequested("cancelled while it was sent"),
                    cause.timestamp(), TraceParent.of(cause).orElse(null)));
        }
        attempt.item().finish(outputs);
    }

    private static Optional<StageEvent> event(Attempt attempt) {
        Job job = attempt.accepted().job();
        Attempt.Fate fate = attempt.fate();
        if (fate instanceof Submitted submitted) {
            return Optional.of(new JobStarted(job.processing(submitted.predictionId()), attempt.number(),
                    submitted.at()));
        } else if (fate instanceof Rejected rejected) {
            return Optional.of(new OutcomeProposed(
                    job.failed(JobError.of(rejected.code(), rejected.message()), rejected.at())));
        } else if (fate instanceof Cancelled cancelled) {
            return Optional.of(new OutcomeProposed(job.failed(JobError.cancelled(), cancelled.at())));
        }
        return Optional.empty();
    }
}
