package io.vsl.ledger;

import io.vsl.job.JobAccepted;
import io.vsl.platform.kafka.InvalidRecord;
import java.time.Instant;

/** How an attempt stood when it was claimed. */
public sealed interface Standing {

    /** It is ours to send, once, before the claim is over. */
    record Ours(JobAccepted accepted) implements Standing {}

    /** What became of it stands in the ledger: submitted or rejected. */
    record Settled(JobAccepted accepted, Fate fate) implements Standing {}

    /** Somebody cancelled the job before anything was sent. */
    record Cancelled(JobAccepted accepted, Instant at) implements Standing {}

    /**
     * Another has it, its fate is unknown, it was given up, or its job has ended or, one of its attempts rejected, is about
     * to: nothing is to be done here.
     */
    record NotOurs() implements Standing {}

    /**
     * What the ledger keeps of it can't be read.
     *
     * @param isOurs whether it is ours to send, but for that: then the ledger is to be told that it was not sent
     */
    record Unreadable(InvalidRecord reason, boolean isOurs) implements Standing {}

    /** It was asked for, and the ledger knows no first attempt of its job, which says what to send. */
    record NeverAccepted() implements Standing {}
}
