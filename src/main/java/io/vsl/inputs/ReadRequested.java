package io.vsl.inputs;

import io.vsl.job.JobAccepted;
import io.vsl.job.JobError;
import io.vsl.job.OutcomeProposed;
import io.vsl.ledger.Fate;
import io.vsl.ledger.Preparing;
import io.vsl.ledger.Standing;
import io.vsl.ledger.Standings;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * The jobs of a poll whose files are to be brought, as far as the ledger knows nothing of them yet. A record that is read
 * again, after its job was sent, was cancelled or has ended, brings nothing and ends nothing.
 */
@Component("readRequested")
class ReadRequested {

    private final EventRecords records;

    ReadRequested(EventRecords records) {
        this.records = records;
    }

    public Preparing<InputTask> read(Batch batch) {
        return new Preparing<>(batch.map(this::task));
    }

    private Preparing.Entry<InputTask> task(PolledRecord polled) {
        JobAccepted accepted = records.readEvent(polled.consumed(), JobAccepted.class);
        Objects.requireNonNull(accepted.job().userId(), "userId");
        return new InputTask(polled, accepted).job();
    }

    /** With how they stand: some are over. */
    public InputTasks begin(Standings<InputTask> standings) {
        List<InputTask> open = new ArrayList<>();
        for (Standings.Entry<InputTask> entry : standings.entries()) {
            PolledRecord polled = entry.subject().polled();
            switch (entry.standing()) {
                case Standing.Ours ours -> open.add(entry.subject());
                case Standing.Cancelled cancelled ->
                    finish(
                            polled,
                            new OutcomeProposed(cancelled
                                    .accepted()
                                    .job()
                                    .attempted(0)
                                    .failed(JobError.cancelled(), cancelled.at())));
                case Standing.Settled settled -> told(polled, settled);
                case Standing.NotOurs nothing -> polled.finish(List.of());
                case Standing.Unreadable unreadable -> polled.die(unreadable.reason());
                case Standing.NeverAccepted never -> polled.finish(List.of());
            }
        }
        return new InputTasks(open);
    }

    /** What was refused before is told again. */
    void told(PolledRecord polled, Standing.Settled settled) {
        if (settled.fate() instanceof Fate.Rejected rejected) {
            finish(
                    polled,
                    new OutcomeProposed(settled.accepted()
                            .job()
                            .attempted(0)
                            .failed(JobError.of(rejected.code(), rejected.message()), rejected.at())));
        } else {
            polled.finish(List.of());
        }
    }

    /** An event that can't be told is its record's fault alone. */
    private void finish(PolledRecord polled, OutcomeProposed outcome) {
        try {
            polled.finish(List.of(records.write(outcome, polled.consumed())));
        } catch (RuntimeException e) {
            polled.die(e);
        }
    }
}
