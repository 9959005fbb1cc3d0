package io.vsl.platform.stage;

import io.vsl.platform.Deadline;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One record of a poll and what became of it. It is open until it is finished, dead or postponed; a stage that is
 * tried again works on the open ones only. One thread at a time works on a record.
 */
public final class PolledRecord {

    private final Consumed consumed;
    private final Deadline end;
    private volatile List<Outgoing> outputs = List.of();
    private volatile @Nullable Outgoing retry;
    private volatile @Nullable String deadReason;
    private volatile @Nullable String deadError;
    private volatile @Nullable String postponedReason;
    private volatile @Nullable Instant due;
    private volatile boolean begun;
    private volatile boolean open = true;
    private volatile boolean written;
    private volatile boolean valueOmitted;

    /** @param end of the work on its poll */
    PolledRecord(Consumed consumed, Deadline end) {
        this.consumed = consumed;
        this.end = end;
    }

    public Consumed consumed() {
        return consumed;
    }

    /**
     * When the work on its poll has to end, however often it is tried: otherwise the records go to another process in the
     * middle of it.
     */
    public Deadline end() {
        return end;
    }

    /**
     * Whether work that takes so long may begin; if not, the record is to be postponed. What has begun in an earlier try of
     * the same poll, and was held, goes on with the time that is left: a fault of all is not to use up its attempts.
     */
    public boolean mayBegin(Duration time) {
        if (end.left().compareTo(time) >= 0) {
            begun = true;
        }
        return begun;
    }

    /** The stage has had its effect, and these records follow from it. */
    public void finish(List<Outgoing> outputs) {
        this.outputs = List.copyOf(outputs);
        this.open = false;
    }

    /** The record can't be processed: it goes to the stage's dead letters. */
    public void die(RuntimeException error) {
        die(new Refusal(
                Objects.requireNonNullElse(error.getMessage(), "no reason given"),
                error.getClass().getSimpleName()));
    }

    void die(Refusal refusal) {
        this.deadReason = refusal.reason();
        this.deadError = refusal.error();
        this.postponedReason = null;
        this.outputs = List.of();
        this.retry = null;
        this.open = false;
    }

    /**
     * This record alone can't be processed yet. What it was finished with is written, and the record comes back after a
     * while: at first after a second, later after two minutes. After {@code vsl.stage.max-attempts} it is a dead letter.
     */
    public void postpone(String reason) {
        this.postponedReason = reason;
        this.due = null;
        this.open = false;
    }

    /** The same, but the record comes back at that time. */
    public void postpone(String reason, Instant due) {
        postpone(reason);
        this.due = due;
    }

    /** A postponed record is written so, after its other outputs. */
    void retry(Outgoing retry) {
        this.retry = retry;
    }

    /** Whether it stood there when it was read first. */
    boolean isAt(String topic, int partition, long offset) {
        return consumed.topic().equals(topic) && consumed.partition() == partition && consumed.offset() == offset;
    }

    /** Whether it was postponed before. */
    public boolean isAgain() {
        return consumed.header(Retries.ATTEMPT).isPresent();
    }

    /** How often it was postponed before. */
    public int postponements() {
        return Retries.attempt(consumed);
    }

    public boolean isOpen() {
        return open;
    }

    /** What became of it stands in the log. */
    void written() {
        this.written = true;
    }

    boolean isUnwritten() {
        return !written;
    }

    /** Its dead letter can't be written with its value, which stays where it stands. */
    void omitValue() {
        this.valueOmitted = true;
    }

    boolean isValueOmitted() {
        return valueOmitted;
    }

    List<Outgoing> outputs() {
        Outgoing last = retry;
        return last == null
                ? outputs
                : Stream.concat(outputs.stream(), Stream.of(last)).toList();
    }

    @Nullable
    String deadReason() {
        return deadReason;
    }

    /** The simple name of the class of what was thrown. */
    @Nullable
    String deadError() {
        return deadError;
    }

    @Nullable
    String postponedReason() {
        return postponedReason;
    }

    /** When a postponed record is to come back; null: as its attempts say. */
    @Nullable
    Instant due() {
        return due;
    }
}
