package io.vsl.devstack.simulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The predictions in memory: the newest hundred thousand.
 */
final class Predictions {

    static final int AT_MOST = 100_000;

    private final Map<String, Prediction> byId = new HashMap<>();
    private final NavigableMap<Long, Prediction> bySequence = new TreeMap<>();
    private final Deque<Prediction> ended = new ArrayDeque<>();
    private long last;

    /** Keeps a prediction, as the newest. */
    void add(Prediction prediction) {
        prediction.sequence = ++last;
        byId.put(prediction.id, prediction);
        bySequence.put(last, prediction);
        if (byId.size() > AT_MOST) {
            byId.remove(bySequence.pollFirstEntry().getValue().id);
        }
    }

    Optional<Prediction> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Notes that a prediction has ended, so that its data goes when its time has come. */
    void ended(Prediction prediction) {
        ended.add(prediction);
        if (ended.size() > AT_MOST) {
            ended.poll();
        }
    }

    /** Removes the data of all predictions that ended before a time. */
    void removeDataEndedBefore(Instant time) {
        for (Prediction first = ended.peek();
                first != null && Objects.requireNonNull(first.completedAt).isBefore(time);
                first = ended.peek()) {
            first.removeData();
            ended.poll();
        }
    }

    void clear() {
        byId.clear();
        bySequence.clear();
        ended.clear();
    }

    int size() {
        return byId.size();
    }

    Stream<Prediction> newestFirst() {
        return bySequence.descendingMap().values().stream();
    }

    /**
     * Up to {@code limit} predictions, newest first.
     *
     * @param cursor the sequence number from which to go on, exclusive; null to begin at the end
     * @param back   whether to go on to newer ones rather than older
     */
    List<Prediction> page(@Nullable Long cursor, boolean back, Instant after, Instant before, int limit) {
        NavigableMap<Long, Prediction> range = bySequence;
        if (cursor != null) {
            range = back ? bySequence.tailMap(cursor, false) : bySequence.headMap(cursor, false);
        }
        List<Prediction> page = (back ? range : range.descendingMap())
                .values().stream()
                        .dropWhile(prediction ->
                                back ? prediction.createdAt.isBefore(after) : !prediction.createdAt.isBefore(before))
                        .takeWhile(prediction ->
                                back ? prediction.createdAt.isBefore(before) : !prediction.createdAt.isBefore(after))
                        .limit(limit)
                        .toList();
        if (back) {
            List<Prediction> reversed = new ArrayList<>(page);
            Collections.reverse(reversed);
            return reversed;
        }
        return page;
    }
}
