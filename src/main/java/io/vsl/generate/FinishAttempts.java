package io.vsl.generate;

import io.vsl.generate.Attempt.NotSent;
import io.vsl.generate.Attempt.Rejected;
import io.vsl.generate.Attempt.Submitted;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobEvent;
import io.vsl.job.JobStarted;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.TryAgain;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Says what became of each attempt. One whose fate is unknown says nothing: if Replicate has it, its webhook brings
 * the job on, and sending it again might pay twice.
 */
@Component("finishAttempts")
class FinishAttempts {

    private final EventRecords records;

    FinishAttempts(EventRecords records) {
        this.records = records;
    }

    public void finish(List<Attempt> attempts) {
        attempts.stream().filter(attempt -> !(attempt.fate() instanceof NotSent)).forEach(this::finish);
        attempts.stream().map(Attempt::fate).filter(NotSent.class::isInstance).findFirst().ifPresent(fate -> {
            throw new TryAgain(((NotSent) fate).reason());
        });
    }

    private void finish(Attempt attempt) {
        Job job = attempt.accepted().job();
        Attempt.Fate fate = attempt.fate();
        if (fate instanceof Submitted submitted) {
            emit(attempt, new JobStarted(job.processing(submitted.predictionId()), attempt.number(), submitted.at()));
        } else if (fate instanceof Rejected rejected) {
            emit(attempt, new JobCompleted(job.failed(JobError.of(rejected.code(), rejected.message()), rejected.at())));
        } else {
            attempt.item().finish(List.of());
        }
    }

    private void emit(Attempt attempt, JobEvent event) {
        attempt.item().finish(List.of(records.write(event, attempt.item().consumed())));
    }
}
