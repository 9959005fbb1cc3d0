package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must be so after a soak, against what is.
 *
 * @param promised         the jobs that a 202 or the broker's acknowledgement promised, and the number of their order
 * @param refused          the orders that nobody took, though they were in order
 * @param outcomes         the different outcomes of each job, in the order of the log
 * @param seen             what the clients of some jobs saw, one after the other: {@link ChaosWatch#standing}
 * @param told             what the client's receiver was told of each job: the webhook-id and {@link ChaosWatch#standing}
 * @param taken            the jobs of which the receiver has taken the outcome
 * @param abortedRun       jobs that came of a request whose transaction was aborted
 * @param sentToReplicate  compilations for which predictions were made
 * @param otherInputs      completed jobs whose model was given another file than their client had uploaded
 * @param missingFiles     files of completed jobs that are not there, or not as the job says
 * @param repeatedAttempts attempts, as {@code job/attempt}, for which more than one prediction was made, and how many
 * @param verification     of the stores
 * @param unread           what each stage has still to read, and how many records it is
 * @param broken           processes that ended by themselves, or did not go on once everything was healed
 */
record ChaosAudit(
        Map<String, Integer> promised,
        Collection<Integer> refused,
        Map<String, List<JsonNode>> outcomes,
        Map<String, List<String>> seen,
        Map<String, Set<String>> told,
        Set<String> taken,
        Collection<String> abortedRun,
        Collection<String> sentToReplicate,
        Collection<String> otherInputs,
        Collection<String> missingFiles,
        Map<String, Integer> repeatedAttempts,
        Verification verification,
        Map<String, Long> unread,
        List<String> broken) {

    /**
     * One thing of which there must be none.
     *
     * @param count     how many there are; null when nobody knows, which is as bad
     * @param offenders all of them, or some
     */
    record Finding(String name, @Nullable Long count, List<String> offenders) {

        boolean isGood() {
            return count != null && count == 0;
        }

        private static Finding of(String name, Collection<String> offenders) {
            return new Finding(name, (long) offenders.size(), List.copyOf(offenders));
        }
    }

    List<Finding> findings() {
        return List.of(
                Finding.of("lost", lost()),
                Finding.of(
                        "charged twice",
                        repeatedAttempts.entrySet().stream()
                                .map(attempt -> attempt.getKey() + ": " + attempt.getValue() + " predictions")
                                .sorted()
                                .toList()),
                Finding.of(
                        "compilations charged",
                        sentToReplicate.stream().sorted().toList()),
                Finding.of("compilations failed", failedCompilations()),
                Finding.of(
                        "inputs not as uploaded", otherInputs.stream().sorted().toList()),
                Finding.of("files missing", missingFiles.stream().sorted().toList()),
                Finding.of("changed outcomes", changed()),
                Finding.of("outcomes not told", untold()),
                Finding.of("outcomes told in two ways", toldTwice()),
                Finding.of("aborted requests run", abortedRun.stream().sorted().toList()),
                new Finding("differences", verification.differences(), verification.examples()),
                Finding.of("orders that became two jobs", doubled()),
                Finding.of(
                        "orders not taken",
                        refused.stream().sorted().map(order -> "order " + order).toList()),
                new Finding(
                        "records not read",
                        unread.values().stream().mapToLong(Long::longValue).sum(),
                        unread.entrySet().stream()
                                .map(e -> e.getKey() + ": " + e.getValue())
                                .toList()),
                Finding.of("processes broken", broken));
    }

    /** The jobs that were promised and have no outcome. */
    SortedSet<String> lost() {
        SortedSet<String> lost = new TreeSet<>(promised.keySet());
        lost.removeAll(outcomes.keySet());
        return lost;
    }

    /** Of a job of the load, not of a forged record. */
    static boolean isCompleted(JsonNode outcome) {
        return isOrdered(outcome) && outcome.path("status").asText().equals("completed");
    }

    /** Of a job of the load, not of a forged record. */
    static boolean isCompilation(JsonNode outcome) {
        return isOrdered(outcome) && outcome.path("modelId").asText().equals("compilation");
    }

    /** The number of the order of a job of the load. */
    static int order(JsonNode outcome) {
        return outcome.path("metadata").path(ChaosPlan.NUMBER).intValue();
    }

    /**
     * Whether a model was given this file and no other.
     *
     * @param inputs of each prediction, the files that it has fetched, as the simulator tells them
     */
    static boolean isGiven(JsonNode inputs, String sha256) {
        List<String> hashes = new ArrayList<>();
        inputs.forEach(files -> files.forEach(file -> {
            if (file.path("status").asInt() == 200) {
                hashes.add(file.path("sha256").asText());
            }
        }));
        return !hashes.isEmpty() && hashes.stream().allMatch(sha256::equals);
    }

    private static boolean isOrdered(JsonNode outcome) {
        return outcome.path("metadata").path(ChaosPlan.NUMBER).isInt();
    }

    /** All that they are made of was there, and no fault of Replicate's is one of theirs. */
    private SortedSet<String> failedCompilations() {
        SortedSet<String> failed = new TreeSet<>();
        outcomes.forEach((job, different) -> {
            JsonNode outcome = different.get(0);
            if (isCompilation(outcome) && outcome.path("status").asText().equals("failed")) {
                failed.add(job + ": " + outcome.path("error").path("code").asText() + ", "
                        + outcome.path("error").path("message").asText());
            }
        });
        return failed;
    }

    /** The jobs of users that have an outcome of which the receiver was not told. */
    private SortedSet<String> untold() {
        SortedSet<String> untold = new TreeSet<>();
        outcomes.forEach((job, different) -> {
            if (different.get(0).hasNonNull("userId") && !taken.contains(job)) {
                untold.add(job);
            }
        });
        return untold;
    }

    /** Under two ids, or as other than the outcome that the log has. Outcomes that were forged on a retry topic it has not. */
    private SortedSet<String> toldTwice() {
        SortedSet<String> toldTwice = new TreeSet<>();
        outcomes.forEach((job, different) -> {
            Set<String> ways = told.getOrDefault(job, Set.of());
            String end = " " + ChaosWatch.standing(different.get(0));
            if (ways.size() > 1 || !ways.stream().allMatch(way -> way.endsWith(end))) {
                toldTwice.add(job + ": " + String.join(", then ", new TreeSet<>(ways)));
            }
        });
        return toldTwice;
    }

    private SortedSet<String> changed() {
        SortedSet<String> changed = new TreeSet<>();
        outcomes.forEach((job, different) -> {
            if (different.size() > 1) {
                changed.add(job + ": the log has "
                        + different.stream().map(ChaosWatch::standing).collect(Collectors.joining(", then ")));
            }
        });
        seen.forEach((job, standings) -> {
            List<String> whole = new ArrayList<>(standings);
            outcomes.getOrDefault(job, List.of()).stream()
                    .findFirst()
                    .map(ChaosWatch::standing)
                    .ifPresent(whole::add);
            List<String> sinceItsEnd = whole.stream()
                    .dropWhile(standing -> !ChaosWatch.hasEnded(standing))
                    .toList();
            if (sinceItsEnd.stream().distinct().count() > 1) {
                changed.add(job + ": its client saw " + String.join(", then ", standings) + "; the log has "
                        + whole.getLast());
            }
        });
        return changed;
    }

    /** Whether a job belongs to an order can be read from its metadata, also where its 202 was lost. */
    private List<String> doubled() {
        Map<Integer, SortedSet<String>> jobs = new TreeMap<>();
        promised.forEach((job, order) ->
                jobs.computeIfAbsent(order, key -> new TreeSet<>()).add(job));
        outcomes.forEach((job, different) -> {
            JsonNode order = different.get(0).path("metadata").path(ChaosPlan.NUMBER);
            if (order.isInt()) {
                jobs.computeIfAbsent(order.intValue(), key -> new TreeSet<>()).add(job);
            }
        });
        List<String> doubled = new ArrayList<>();
        jobs.forEach((order, ids) -> {
            if (ids.size() > 1) {
                doubled.add("order " + order + ": " + String.join(", ", ids));
            }
        });
        return doubled;
    }
}
