package io.vsl.generate;

import io.vsl.job.ErrorCode;
import io.vsl.job.JobAccepted;
import io.vsl.platform.stage.Item;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One try to have a job's prediction made. One thread at a time works on it.
 *
 * <p>Its fate begins as {@link Unknown}, and so stays when we die or lose the answer after a request has gone out.
 */
public final class Attempt {

    private final Item item;
    private final UUID jobId;
    private final int number;
    private final @Nullable String cause;
    private @Nullable JobAccepted accepted;
    private @Nullable Claim claim;
    private Fate fate = new Unknown();

    private Attempt(Item item, UUID jobId, int number, @Nullable String cause, @Nullable JobAccepted accepted) {
        this.item = item;
        this.jobId = jobId;
        this.number = number;
        this.cause = cause;
        this.accepted = accepted;
    }

    /** The first of a job. */
    static Attempt first(Item item, JobAccepted accepted) {
        return new Attempt(item, accepted.job().jobId(), 1, null, accepted);
    }

    /** One that was asked for; what is to be sent stands in the ledger. */
    static Attempt requested(Item item, UUID jobId, int number, String cause) {
        return new Attempt(item, jobId, number, cause, null);
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

    /** Somebody cancelled the job before anything was sent. */
    record Cancelled(Instant at) implements Fate {
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

    UUID jobId() {
        return jobId;
    }

    /** Counted from 1. */
    int number() {
        return number;
    }

    /** Null for a job's first. */
    @Nullable String cause() {
        return cause;
    }

    /** Whether it was asked for, rather than being what follows from the acceptance. */
    boolean isRequested() {
        return cause != null;
    }

    /** Known once the ledger has answered. */
    JobAccepted accepted() {
        return Objects.requireNonNull(accepted, "the ledger has not answered");
    }

    void read(JobAccepted fromLedger) {
        this.accepted = fromLedger;
    }

    /** Whether this poll is the one that decides what becomes of it. */
    boolean isOurs() {
        return claim != null;
    }

    void claim(Claim given) {
        this.claim = given;
    }

    /** Of an attempt that is ours. */
    Claim claim() {
        return Objects.requireNonNull(claim, "not ours");
    }

    /** Whether it is for us to send, and may be sent now. */
    public boolean isToBeSent() {
        return claim != null && fate instanceof Unknown;
    }

    Fate fate() {
        return fate;
    }

    void settle(Fate settled) {
        this.fate = settled;
    }
}
