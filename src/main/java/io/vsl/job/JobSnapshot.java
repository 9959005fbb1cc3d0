package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A job as one event left it, with a version that orders the events of a job. A sink keeps the snapshot of the
 * highest version, so that it comes out equal in whatever order, and how often, the events arrive.
 *
 * @param version a later kind of event has a higher one; of two events of one kind the first in the log has the higher
 *                one, so that an outcome never changes. Below 2^53: Lua's numbers hold it exactly
 */
@JsonPropertyOrder("version")
public record JobSnapshot(long version, @JsonUnwrapped Job job) implements Versioned {

    /** Ranks are this far apart; no partition has more records. */
    private static final long RANK = 10_000_000_000_000L;

    private static final int LAST_RANK = 900;

    /**
     * What comes after the outcome is above it by this: a whole rank more would be beyond 2^53. No partition has as many
     * records.
     */
    private static final long AFTERWARDS = 7_000_000_000_000L;

    /** What an event leaves, standing at that offset of its topic's partition. */
    public static JobSnapshot of(JobEvent event, long offset) {
        long afterwards = event instanceof JobMediaDeleted ? AFTERWARDS : 0;
        return new JobSnapshot(rank(event) * RANK + afterwards - offset, event.job());
    }

    /** A job of which no event is known yet. */
    public static JobSnapshot submitted(Job job) {
        return new JobSnapshot(0, job);
    }

    /** Whether more is known of the job than that it was taken. */
    @JsonIgnore
    public boolean isOfAnEvent() {
        return version > 0;
    }

    public boolean isNewerThan(JobSnapshot other) {
        return version > other.version;
    }

    /** A later attempt follows all of an earlier one. */
    private static long rank(JobEvent event) {
        return switch (event) {
            case JobAccepted accepted -> 1;
            case JobStarted started -> Math.min(2L * started.attempt(), LAST_RANK - 2);
            case JobGenerated generated -> Math.min(2L * generated.attempt() + 1, LAST_RANK - 1);
            case JobCompleted completed -> LAST_RANK;
            case JobMediaDeleted deleted -> LAST_RANK;
        };
    }
}
