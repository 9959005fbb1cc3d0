package io.vsl.platform.stage;

import io.vsl.platform.kafka.InvalidRecord;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/** The records of one poll, in the log's order per partition. */
public final class Batch {

    private final List<Item> items;

    Batch(List<Item> items) {
        this.items = List.copyOf(items);
    }

    /** Those that are neither finished nor dead. */
    public List<Item> open() {
        return items.stream().filter(Item::isOpen).toList();
    }

    /** Works on each open item; an {@link InvalidRecord} makes a dead letter of it and the others go on. */
    public void forEach(Consumer<Item> work) {
        map(item -> {
            work.accept(item);
            return item;
        });
    }

    /** What {@code read} makes of each open item; an {@link InvalidRecord} makes a dead letter of it instead. */
    public <T> List<T> map(Function<Item, T> read) {
        return open().stream().map(item -> {
            try {
                return read.apply(item);
            } catch (InvalidRecord e) {
                item.die(Objects.requireNonNull(e.getMessage()));
                return null;
            }
        }).filter(Objects::nonNull).toList();
    }

    List<Item> items() {
        return items;
    }
}
