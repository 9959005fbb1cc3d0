package io.vsl.platform.stage;

import io.vsl.platform.kafka.InvalidRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one poll, in the log's order per partition. They are worked on, and what became of them is written, all
 * at once; but when one of them is refused for good, in ever smaller parts, until it stands alone.
 */
public final class Batch {

    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final List<PolledRecord> records;
    /** The part at hand is the first; those after it wait. */
    private final Deque<List<PolledRecord>> parts = new ArrayDeque<>();

    private boolean writing;

    Batch(List<PolledRecord> records) {
        this.records = List.copyOf(records);
        parts.push(this.records);
    }

    /** Those of the part at hand that are neither finished nor dead. */
    public List<PolledRecord> open() {
        return part().stream().filter(PolledRecord::isOpen).toList();
    }

    /**
     * Decides on each open record. What is thrown makes a dead letter of the record, and the others go on: a decision has
     * no effects and depends on nothing but the record, so it would end the same way again.
     */
    public void forEach(Consumer<PolledRecord> decide) {
        map(polled -> {
            decide.accept(polled);
            return polled;
        });
    }

    /** What {@code read}, a decision as well, makes of each open record that it does not throw at. */
    public <T> List<T> map(Function<PolledRecord, T> read) {
        return open().stream()
                .map(polled -> {
                    try {
                        return read.apply(polled);
                    } catch (InvalidRecord e) {
                        polled.die(e);
                        return null;
                    } catch (TryAgain e) {
                        throw e;
                    } catch (RuntimeException e) {
                        LOG.atError()
                                .addKeyValue("action", "dead-letter")
                                .addKeyValue("record", polled.consumed().position())
                                .setCause(e)
                                .log("A record can't be processed");
                        polled.die(e);
                        return null;
                    }
                })
                .filter(Objects::nonNull)
                .toList();
    }

    List<PolledRecord> records() {
        return records;
    }

    /** From now on what became of the records is written: all are one part again, and done when they are written. */
    void write() {
        writing = true;
        parts.clear();
        parts.push(records);
    }

    boolean isWriting() {
        return writing;
    }

    /** Those of the part at hand that something is yet to be done about. */
    List<PolledRecord> part() {
        return parts.isEmpty()
                ? List.of()
                : parts.peek().stream()
                        .filter(writing ? PolledRecord::isUnwritten : PolledRecord::isOpen)
                        .toList();
    }

    /** Whether there is anything yet to be done, in this part or in one that is the part at hand from now on. */
    boolean next() {
        while (!parts.isEmpty() && part().isEmpty()) {
            parts.pop();
        }
        return !parts.isEmpty();
    }

    /** Halves the part at hand, which has two records at least that something is yet to be done about. */
    void halve() {
        List<PolledRecord> all = part();
        parts.pop();
        parts.push(all.subList(all.size() / 2, all.size()));
        parts.push(all.subList(0, all.size() / 2));
    }
}
