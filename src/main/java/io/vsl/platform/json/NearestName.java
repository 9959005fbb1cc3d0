package io.vsl.platform.json;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the name that somebody probably meant. */
public final class NearestName {

    private NearestName() {}

    /** The candidate that fewest edits make of {@code name}, if they are few enough for a slip of the hand. */
    public static Optional<String> of(String name, Stream<String> candidates) {
        int limit = 1 + name.length() / 4;
        return candidates
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= limit)
                .filter(candidate -> edits(name, candidate) <= limit)
                .min(Comparator.comparingInt(candidate -> edits(name, candidate)));
    }

    /** Levenshtein distance, letters of either case being the same. */
    private static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        int[] current = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                boolean same = Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + (same ? 0 : 1));
            }
            int[] done = previous;
            previous = current;
            current = done;
        }
        return previous[to.length()];
    }
}
