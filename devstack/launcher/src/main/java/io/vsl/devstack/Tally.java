package io.vsl.devstack;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How often each thing of a name happened; used by many threads. */
final class Tally {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    void add(String name) {
        add(name, 1);
    }

    void add(String name, int times) {
        counts.merge(name, times, Integer::sum);
    }

    /** In the order of the names. */
    SortedMap<String, Integer> sorted() {
        return new TreeMap<>(counts);
    }
}
