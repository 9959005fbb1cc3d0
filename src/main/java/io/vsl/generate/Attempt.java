package io.vsl.generate;

import io.vsl.job.ErrorCode;
import io.vsl.job.JobAccepted;
import io.vsl.platform.stage.Item;
import java.time.Instant;

/**
 * One try to have a job's prediction made. One thread at a time works on it.
 *
 * <p>Its fate begins as {@link Unknown}, and so stays when we die or lose the answer after a request has gone out.
 */
public final class Attempt {

    private final Item item;
    private final JobAccepted accepted;
    private boolean ours;
    private Fate fate = new Unknown();

    Attempt(Item item, JobAccepted accepted) {
        this.item = item;
        this.accepted = accepted;
    }

    /** What became of it, as far as we know. */
    sealed interface Fate {
    }

    /** A request may have reached Replicate: it is never sent again without proof that it has not. */
    record Unknown() implements Fate {
    }

    /** Nothing was created: it may be sent again. */
    record NotSent(String reason) implements Fate {
    }

    /** Replicate has it. */
    record Submitted(String predictionId, Instant at) implements Fate {
    }

    /** Replicate has refused it, and would again. */
    record Rejected(ErrorCode code, String message, Instant at) implements Fate {
    }

    Item item() {
        return item;
    }

    JobAccepted accepted() {
        return accepted;
    }

    /** Counted from 1. */
    int number() {
        return 1;
    }

    /** Whether the ledger gave it to this poll to be sent. */
    public boolean isOurs() {
        return ours;
    }

    void claim() {
        this.ours = true;
    }

    Fate fate() {
        return fate;
    }

    void settle(Fate fate) {
        this.fate = fate;
    }
}
