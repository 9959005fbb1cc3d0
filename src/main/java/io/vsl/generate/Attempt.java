package io.vsl.generate;

import io.vsl.job.JobAccepted;
import io.vsl.ledger.Fate;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.provider.Request;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One try to have a job's prediction made, which is ours to send. One thread at a time works on it.
 *
 * <p>Its fate begins as {@link Fate.Unknown}, and so stays when we die or lose the answer after a request has gone out.
 */
public final class Attempt {

    private final PolledRecord polled;
    private final UUID jobId;
    private final int number;
    private final @Nullable JobAccepted accepted;
    private final long sendBefore;
    private Fate fate = new Fate.Unknown();
    private @Nullable Request request;
    private @Nullable RuntimeException failure;

    /**
     * @param number     counted from 1
     * @param sendBefore of {@link System#nanoTime}: later it must not be sent any more
     */
    Attempt(PolledRecord polled, int number, JobAccepted accepted, long sendBefore) {
        this(polled, accepted.job().jobId(), number, accepted, sendBefore);
    }

    private Attempt(PolledRecord polled, UUID jobId, int number, @Nullable JobAccepted accepted, long sendBefore) {
        this.polled = polled;
        this.jobId = jobId;
        this.number = number;
        this.accepted = accepted;
        this.sendBefore = sendBefore;
    }

    /** One of which nobody can read what is to be sent: there is no request. */
    static Attempt unreadable(PolledRecord polled, UUID jobId, int number, RuntimeException reason) {
        Attempt attempt = new Attempt(polled, jobId, number, null, 0);
        attempt.fail(reason);
        return attempt;
    }

    PolledRecord polled() {
        return polled;
    }

    UUID jobId() {
        return jobId;
    }

    int number() {
        return number;
    }

    /** Of one that can be read. */
    JobAccepted accepted() {
        return Objects.requireNonNull(accepted, "accepted");
    }

    long sendBefore() {
        return sendBefore;
    }

    /** The provider's name. */
    String provider() {
        return accepted().prediction().providerName();
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

    /** What is to go out. */
    void ready(Request made) {
        this.request = made;
    }

    /** Given once: a poll does not keep what has gone out. */
    Request takeRequest() {
        Request taken = Objects.requireNonNull(request, "request");
        this.request = null;
        return taken;
    }

    /** There is no request that could be sent. */
    void fail(RuntimeException itsFailure) {
        this.failure = itsFailure;
        settle(new Fate.NotSent("the request can't be made: " + itsFailure));
    }

    /** Why there is no request; null when there was one, or nobody has tried. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }
}
