package io.vsl.admin;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What a verification found. */
final class Verification {

    private static final int EXAMPLES = 20;

    private final Map<String, Map<Discrepancy, Long>> sinks = new LinkedHashMap<>();
    private final List<Example> examples = new ArrayList<>();
    private long jobs;
    private long ended;
    private long changedOutcomes;

    /** How a sink can differ from the log: {@code extra} is a job that the log doesn't know. */
    enum Discrepancy {
        MISSING,
        DIFFERENT,
        EXTRA;

        @JsonValue
        String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One of the differences. */
    record Example(String sink, UUID jobId, Discrepancy what) {}

    /**
     * As it is told.
     *
     * @param jobs            that the log knows, of which {@code ended} have an outcome and {@code open} none
     * @param changedOutcomes jobs with two outcomes on job.completed that don't say the same
     * @param sinks           how many jobs differ, by sink
     * @param differences     all of these
     * @param examples        the first of them
     */
    record Result(
            long jobs,
            long ended,
            long open,
            long changedOutcomes,
            Map<String, Map<Discrepancy, Long>> sinks,
            long differences,
            List<Example> examples) {}

    Verification(List<String> sinks) {
        for (String sink : sinks) {
            Map<Discrepancy, Long> counts = new LinkedHashMap<>();
            for (Discrepancy what : Discrepancy.values()) {
                counts.put(what, 0L);
            }
            this.sinks.put(sink, counts);
        }
    }

    void count(LoggedJobs logged) {
        jobs += logged.jobs().size();
        ended += logged.jobs().values().stream().filter(KnownJob::ended).count();
        changedOutcomes += logged.changedOutcomes();
    }

    void differs(String sink, UUID jobId, Discrepancy what) {
        Objects.requireNonNull(sinks.get(sink)).merge(what, 1L, Long::sum);
        if (examples.size() < EXAMPLES) {
            examples.add(new Example(sink, jobId, what));
        }
    }

    Result result() {
        long differences = sinks.values().stream()
                .flatMap(counts -> counts.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        return new Result(jobs, ended, jobs - ended, changedOutcomes, sinks, differences, examples);
    }
}
