package io.vsl.platform.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values that were recorded since they were last taken, as the embedded metric format states them. Up to 100 stand as they
 * are, in a list. Of more, those less than 1 % apart are one value, their mean, with a count: so no value is left out, count
 * and sum are exact, and percentiles are wrong by less than 1 %, however many there are.
 *
 * <p>The format's specification describes the list alone. The form with counts is what AWS's own exporter of OpenTelemetry
 * writes for histograms, as an object of {@code Values}, {@code Counts}, {@code Max}, {@code Min}, {@code Count} and
 * {@code Sum}; it keeps to 100 values a line too (opentelemetry-collector-contrib, awsemfexporter, pull requests 22626 and
 * 36336).
 */
final class RecordedValues {

    /** In a line, by the specification. */
    static final int MOST = 100;

    private static final double APART = Math.log(1.01);

    private List<Double> few = new ArrayList<>();
    private TreeMap<Long, Alike> many = new TreeMap<>();

    /** Values that are nearly the same. */
    private record Alike(long count, double sum, double min, double max) {

        static Alike of(double value) {
            return new Alike(1, value, value, value);
        }

        double mean() {
            // A rounded mean may lie beside what it is the mean of.
            return Math.clamp(sum / count, min, max);
        }

        Alike plus(Alike other) {
            return new Alike(count + other.count, sum + other.sum, Math.min(min, other.min), Math.max(max, other.max));
        }
    }

    /** @param value 0 or more */
    synchronized void add(double value) {
        if (many.isEmpty() && few.size() < MOST) {
            few.add(value);
            return;
        }
        few.forEach(this::count);
        few.clear();
        count(value);
    }

    private void count(double value) {
        long place = value <= 0 ? Long.MIN_VALUE : (long) Math.floor(Math.log(value) / APART);
        many.merge(place, Alike.of(value), Alike::plus);
    }

    /** One for each line: a list of numbers, or an object with counts. None when nothing was recorded. */
    List<Object> take() {
        List<Double> all;
        List<Alike> counted;
        synchronized (this) {
            all = few;
            counted = List.copyOf(many.values());
            few = new ArrayList<>();
            many = new TreeMap<>();
        }
        List<Object> lines = new ArrayList<>();
        if (!all.isEmpty()) {
            lines.add(all);
        }
        for (int from = 0; from < counted.size(); from += MOST) {
            lines.add(withCounts(counted.subList(from, Math.min(from + MOST, counted.size()))));
        }
        return lines;
    }

    private static Map<String, Object> withCounts(List<Alike> some) {
        Alike together = some.stream().reduce(Alike::plus).orElseThrow();
        return Map.of(
                "Values", some.stream().map(Alike::mean).toList(),
                "Counts", some.stream().map(Alike::count).toList(),
                "Max", together.max(),
                "Min", together.min(),
                "Count", together.count(),
                "Sum", together.sum());
    }
}
