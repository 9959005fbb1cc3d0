package io.vsl.generate;

import io.vsl.job.CancelRequested;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobError;
import io.vsl.job.JobStarted;
import io.vsl.job.OutcomeProposed;
import io.vsl.job.StageEvent;
import io.vsl.ledger.Claimed;
import io.vsl.ledger.Fate;
import io.vsl.ledger.Fates;
import io.vsl.ledger.Recorded;
import io.vsl.ledger.Standing;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.TraceParent;
import io.vsl.platform.metrics.JobMeters;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.Refusal;
import io.vsl.platform.stage.TryAgain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Says what became of each attempt. One whose fate is unknown says nothing: if the provider has it, its webhook brings
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

    /** Finishes the attempts about which nothing is to be done here; the others are ours. */
    public Attempts known(Claimed<PolledRecord> claimed) {
        List<Attempt> ours = new ArrayList<>();
        for (Claimed.Entry<PolledRecord> entry : claimed.entries()) {
            PolledRecord polled = entry.wanted().subject();
            int number = entry.wanted().attempt();
            switch (entry.standing()) {
                case Standing.Ours mine ->
                    ours.add(new Attempt(
                            polled, number, mine.accepted(), claimed.claim().sendBefore()));
                case Standing.Settled settled -> finish(polled, fate(settled.accepted(), number, settled.fate()));
                case Standing.Cancelled cancelled ->
                    finish(
                            polled,
                            Optional.of(new OutcomeProposed(cancelled
                                    .accepted()
                                    .job()
                                    .attempted(number - 1)
                                    .failed(JobError.cancelled(), cancelled.at()))));
                case Standing.NotOurs nothing -> finish(polled, Optional.empty());
                case Standing.Unreadable unreadable -> {
                    if (unreadable.isOurs()) {
                        ours.add(Attempt.unreadable(polled, entry.wanted().jobId(), number, unreadable.reason()));
                    } else {
                        polled.die(unreadable.reason());
                    }
                }
                case Standing.NeverAccepted never ->
                    polled.die(new InvalidRecord("The ledger knows no first attempt of this job"));
            }
        }
        return new Attempts(claimed.claim().id(), ours);
    }

    /** What the ledger is to write down. */
    public Fates<Attempt> fates(Attempts attempts) {
        return new Fates<>(
                attempts.claim(),
                attempts.ours().stream()
                        .map(attempt -> new Fates.Told<>(attempt, attempt.jobId(), attempt.number(), attempt.fate()))
                        .toList());
    }

    /**
     * Of a request that could never be made the record is a dead letter, and the ledger has the attempt as before.
     *
     * @throws TryAgain when some could not be sent yet: the stage holds them
     */
    public void finish(Recorded<Attempt> recorded) {
        Optional<String> notSent = Optional.empty();
        for (Fates.Told<Attempt> told : recorded.told()) {
            RuntimeException failure = told.subject().failure();
            if (failure != null && Refusal.of(failure).isPresent()) {
                told.subject().polled().die(failure);
            } else if (told.fate() instanceof Fate.NotSent not) {
                notSent = notSent.or(() -> Optional.of(not.reason()));
            } else {
                finish(told, recorded.cancelled().contains(told.jobId()));
            }
        }
        notSent.ifPresent(reason -> {
            throw new TryAgain(reason);
        });
    }

    private void finish(Fates.Told<Attempt> told, boolean cancelledSince) {
        Attempt attempt = told.subject();
        Consumed cause = attempt.polled().consumed();
        List<Outgoing> outputs = new ArrayList<>();
        if (told.attempt() == 1 && told.fate() instanceof Fate.Submitted) {
            meters.started(attempt.accepted().job());
        }
        fate(attempt.accepted(), told.attempt(), told.fate())
                .ifPresent(event -> outputs.add(records.write(event, cause)));
        if (cancelledSince) {
            // When cancel looked, there was no prediction yet that it could have ended.
            outputs.add(records.cancel(
                    told.jobId(),
                    new CancelRequested("cancelled while it was sent"),
                    cause.timestamp(),
                    TraceParent.of(cause).orElse(null)));
        }
        attempt.polled().finish(outputs);
    }

    /** An event that can't be told is its record's fault alone. */
    private void finish(PolledRecord polled, Optional<StageEvent> event) {
        try {
            polled.finish(event.map(it -> records.write(it, polled.consumed())).stream()
                    .toList());
        } catch (RuntimeException e) {
            polled.die(e);
        }
    }

    private static Optional<StageEvent> fate(JobAccepted accepted, int attempt, Fate fate) {
        Job job = accepted.job();
        return switch (fate) {
            case Fate.Submitted submitted ->
                Optional.of(new JobStarted(job.processing(submitted.predictionId(), attempt), attempt, submitted.at()));
            case Fate.Rejected rejected ->
                Optional.of(new OutcomeProposed(job.attempted(rejected.code().isBeforeSending() ? attempt - 1 : attempt)
                        .failed(JobError.of(rejected.code(), rejected.message()), rejected.at())));
            case Fate.Unknown unknown -> Optional.empty();
            case Fate.NotSent notSent -> Optional.empty();
        };
    }
}
