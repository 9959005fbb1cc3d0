package io.vsl.generate;

import io.vsl.job.JobAccepted;
import io.vsl.ledger.Fate;
import io.vsl.platform.stage.PolledRecord;
import java.util.UUID;

/**
 * One try to have a job's prediction made, which is ours to send. One thread at a time works on it.
 *
 * <p>Its fate begins as {@link Fate.Unknown}, and so stays when we die or lose the answer after a request has gone out.
 */
public final class Attempt {

    private final PolledRecord polled;
    private final int number;
    private final JobAccepted accepted;
    private final long sendBefore;
    private Fate fate = new Fate.Unknown();

    /**
     * @param number     counted from 1
     * @param sendBefore of {@link System#nanoTime}: later it must not be sent any more
     */
    Attempt(PolledRecord polled, int number, JobAccepted accepted, long sendBefore) {
        this.polled = polled;
        this.number = number;
        this.accepted = accepted;
        this.sendBefore = sendBefore;
    }

    PolledRecord polled() {
        return polled;
    }

    UUID jobId() {
        return accepted.job().jobId();
    }

    int number() {
        return number;
    }

    JobAccepted accepted() {
        return accepted;
    }

    long sendBefore() {
        return sendBefore;
    }

    /** The provider's name. */
    String provider() {
        return accepted.prediction().providerName();
    }

    /** Whether it may be sent now: nobody has settled it yet. */
    public boolean isToBeSent() {
        return fate instanceof Fate.Unknown;
    }

    Fate fate() {
        return fate;
    }

    void settle(Fate settled) {
        this.fate = settled;
    }
}
