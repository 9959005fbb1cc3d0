package io.vsl.platform.stage;

import io.vsl.platform.kafka.InvalidRecord;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of one poll, in the log's order per partition. */
public final class Batch {

    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final List<Item> items;

    Batch(List<Item> items) {
        this.items = List.copyOf(items);
    }

    /** Those that are neither finished nor dead. */
    public List<Item> open() {
        return items.stream().filter(Item::isOpen).toList();
    }

    /**
     * Decides on each open item. What is thrown makes a dead letter of the item, and the others go on: a decision has
     * no effects and depends on nothing but the record, so it would end the same way again.
     */
    public void forEach(Consumer<Item> decide) {
        map(item -> {
            decide.accept(item);
            return item;
        });
    }

    /** What {@code read}, a decision as well, makes of each open item that it does not throw at. */
    public <T> List<T> map(Function<Item, T> read) {
        return open().stream().map(item -> {
            try {
                return read.apply(item);
            } catch (InvalidRecord e) {
                item.die(e);
                return null;
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("action", "dead-letter").addKeyValue("record", item.consumed().position())
                        .setCause(e).log("A record can't be processed");
                item.die(e);
                return null;
            }
        }).filter(Objects::nonNull).toList();
    }

    List<Item> items() {
        return items;
    }
}
