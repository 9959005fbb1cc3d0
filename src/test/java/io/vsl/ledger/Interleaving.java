package io.vsl.ledger;

import io.vsl.provider.SendBefore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One job among three processes of generate, two of poller, an operator and a provider, step by step, each step of any of
 * them at any time. The ledger is the real one; the provider and the clock are not.
 */
final class Interleaving {

    private static final Duration ABSENT_AFTER = Duration.ofMinutes(2);
    private static final Duration ABANDON_AFTER = Duration.ofHours(1);

    /** A request that went out has arrived by then, or never will. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(60);

    private final TestLedger ledger = TestLedger.shared();
    private final UUID jobId = UUID.randomUUID();
    private final List<Post> posts = new ArrayList<>();
    private final Set<Integer> requested = new TreeSet<>(Set.of(1));
    private final Map<Integer, Sending> generates = new HashMap<>();
    private final Map<Integer, Looking> pollers = new HashMap<>();
    private final List<String> trace = new ArrayList<>();
    private Map<Integer, AttemptState> states = Map.of();
    private Duration now = Duration.ZERO;

    /** A POST that was sent. */
    private static final class Post {
        final int attempt;
        final Duration at;
        /** Whether the provider has it; null while it is under way. */
        @Nullable
        Boolean arrived;

        boolean isProvenAbsent;

        Post(int attempt, Duration at, @Nullable Boolean arrived) {
            this.attempt = attempt;
            this.at = at;
            this.arrived = arrived;
        }
    }

    /** A process that has a claim. */
    private static final class Sending {
        final Claim<String> claim;
        final int attempt;
        Duration held = Duration.ZERO;

        @Nullable
        Fate fate;

        Sending(Claim<String> claim, int attempt) {
            this.claim = claim;
            this.attempt = attempt;
        }
    }

    /** A process that looks into an attempt. */
    private static final class Looking {
        final OpenAttempt attempt;

        @Nullable
        Resolution resolution;

        Looking(OpenAttempt attempt) {
            this.attempt = attempt;
        }
    }

    private record Step(String name, Runnable action) {}

    /** Takes the steps that these numbers choose, each among those that can be taken then. */
    void run(List<Integer> choices) {
        ledger.clear();
        for (int choice : choices) {
            List<Step> steps = steps();
            Step step = steps.get(choice % steps.size());
            trace.add(step.name());
            step.action().run();
            checkStates();
            checkPosts();
        }
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        generates.forEach((process, sending) -> generate(process, sending, steps));
        idle(generates, 3).ifPresent(process -> requested.stream()
                .filter(this::isFree)
                .forEach(attempt -> steps.add(
                        new Step("claim %d by %d".formatted(attempt, process), () -> claim(process, attempt)))));
        pollers.forEach((process, looking) -> poll(process, looking, steps));
        idle(pollers, 2).ifPresent(process -> steps.add(new Step("take by poller " + process, () -> take(process))));
        steps.add(new Step("pass 150", () -> pass(Duration.ofSeconds(150))));
        if (trace.size() % 4 == 0) {
            steps.add(new Step("pass 20", () -> pass(Duration.ofSeconds(20))));
            // As a record that comes again: it leads to nothing, whatever the ledger has by then.
            idle(generates, 3)
                    .ifPresent(process -> requested.forEach(attempt ->
                            steps.add(new Step("claim %d again".formatted(attempt), () -> claim(process, attempt)))));
            crashes(steps);
        }
        if (now.compareTo(Duration.ofHours(2)) < 0 && trace.size() > 8) {
            steps.add(new Step("pass an hour", () -> pass(Duration.ofMinutes(61))));
        }
        for (Post post : posts) {
            if (post.arrived == null) {
                steps.add(new Step("arrive", () -> post.arrived = true));
            } else if (post.arrived && trace.size() > 8) {
                steps.add(new Step("webhook: interrupted", () -> request(Math.min(3, post.attempt + 1))));
            }
        }
        if (trace.size() > 20 && posts.stream().anyMatch(post -> Boolean.TRUE.equals(post.arrived))) {
            steps.add(new Step("webhook: ended", () -> ledger.conclude(jobId)));
        }
        if (trace.size() % 8 == 7 || pollers.values().stream().anyMatch(looking -> looking.resolution != null)) {
            steps.add(new Step("operator orders", this::order));
        }
        return steps;
    }

    /** One of the processes that have nothing to do: they are all alike. */
    private static Optional<Integer> idle(Map<Integer, ?> busy, int processes) {
        return IntStream.range(0, processes)
                .boxed()
                .filter(process -> !busy.containsKey(process))
                .findFirst();
    }

    /** Whether who asks for it gets it. Most that could be done would change nothing. */
    private boolean isFree(int attempt) {
        AttemptState state = states.get(attempt);
        return state == null || state == AttemptState.CLAIMED;
    }

    private void crashes(List<Step> steps) {
        generates
                .keySet()
                .forEach(process -> steps.add(new Step("crash of " + process, () -> generates.remove(process))));
        pollers.keySet()
                .forEach(process -> steps.add(new Step("crash of poller " + process, () -> pollers.remove(process))));
    }

    private void generate(int process, Sending sending, List<Step> steps) {
        if (sending.fate != null) {
            steps.add(new Step("record by " + process, () -> record(process, sending)));
            return;
        }
        steps.add(new Step("send by %d, answered".formatted(process), () -> send(sending, true, true)));
        steps.add(new Step("send by %d, answer lost".formatted(process), () -> send(sending, true, false)));
        steps.add(new Step("send by %d, lost".formatted(process), () -> send(sending, false, false)));
        steps.add(new Step("send by %d, slow".formatted(process), () -> send(sending, null, false)));
        steps.add(new Step(
                "send by %d, refused".formatted(process), () -> sending.fate = new Fate.NotSent("no connection")));
    }

    private void poll(int process, Looking looking, List<Step> steps) {
        if (looking.resolution == null) {
            steps.add(new Step("list for poller " + process, () -> look(process, looking, true)));
            if (looking.attempt.silentFor().compareTo(ABANDON_AFTER) > 0) {
                steps.add(new Step("list without end for poller " + process, () -> look(process, looking, false)));
            }
        } else {
            steps.add(new Step("resolve by poller " + process, () -> resolve(process, looking)));
        }
    }

    private void claim(int process, int attempt) {
        Claimed<String> claimed = ledger.claim(jobId, attempt);
        if (claimed.entries().get(0).standing() instanceof Standing.Ours) {
            generates.put(process, new Sending(claimed.claim(), attempt));
        }
    }

    private void send(Sending sending, @Nullable Boolean arrives, boolean answered) {
        if (SendBefore.isOver(sending.claim.sendBefore(), System.nanoTime() + sending.held.toNanos())) {
            sending.fate = new Fate.NotSent("too late");
            return;
        }
        posts.add(new Post(sending.attempt, now, arrives));
        sending.fate = answered ? new Fate.Submitted("p" + posts.size(), Instant.now()) : new Fate.Unknown();
    }

    private void record(int process, Sending sending) {
        ledger.record(sending.claim.id(), jobId, sending.attempt, sending.fate);
        generates.remove(process);
    }

    private void take(int process) {
        ledger.due().forEach(attempt -> pollers.put(process, new Looking(attempt)));
    }

    private void look(int process, Looking looking, boolean isWhole) {
        OpenAttempt attempt = looking.attempt;
        switch (attempt.state()) {
            case CLAIMED -> {
                request(attempt.attempt());
                pollers.remove(process);
            }
            case SENDING -> unknown(process, looking, isWhole);
            case ABANDONED -> {
                ledger.conclude(jobId);
                pollers.remove(process);
            }
            case SUBMITTED, REJECTED -> pollers.remove(process);
        }
    }

    private void unknown(int process, Looking looking, boolean isWhole) {
        OpenAttempt attempt = looking.attempt;
        Optional<Post> found = posts.stream()
                .filter(post -> post.attempt == attempt.attempt() && Boolean.TRUE.equals(post.arrived))
                .findFirst();
        if (isWhole && found.isPresent()) {
            looking.resolution = new Resolution.Adopted(attempt, "p" + posts.indexOf(found.get()), Instant.now());
        } else if (isWhole && attempt.silentFor().compareTo(ABSENT_AFTER) > 0) {
            looking.resolution = new Resolution.Absent(
                    attempt, new Evidence(attempt.updatedAt(), attempt.updatedAt(), 0, 0, attempt.checkedAt()));
        } else if (attempt.silentFor().compareTo(ABANDON_AFTER) > 0) {
            looking.resolution = new Resolution.Abandoned(attempt);
        } else {
            pollers.remove(process);
        }
    }

    private void resolve(int process, Looking looking) {
        pollers.remove(process);
        int attempt = looking.attempt.attempt();
        if (!ledger.resolve(looking.resolution).holds()) {
            return;
        }
        switch (looking.resolution) {
            case Resolution.Adopted adopted -> {}
            case Resolution.Absent absent -> {
                posts.stream().filter(post -> post.attempt == attempt).forEach(post -> post.isProvenAbsent = true);
                request(attempt);
            }
            case Resolution.Abandoned abandoned -> ledger.conclude(jobId);
        }
    }

    private void order() {
        if (ledger.order(jobId) instanceof Order.Taken taken) {
            request(taken.last() + 1);
        }
    }

    private void request(int attempt) {
        if (attempt <= 4) {
            requested.add(attempt);
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        ledger.pass(time);
        generates.values().forEach(sending -> sending.held = sending.held.plus(time));
        posts.stream()
                .filter(post -> post.arrived == null && now.minus(post.at).compareTo(UNDER_WAY) > 0)
                .forEach(post -> post.arrived = true);
    }

    /** Each went where the one before leads, or stayed. */
    private void checkStates() {
        Map<Integer, AttemptState> before = states;
        states = ledger.states(jobId);
        before.forEach((attempt, state) -> {
            AttemptState after = states.get(attempt);
            if (after != state && !state.next().contains(after)) {
                throw new AssertionError(
                        "Attempt %d was %s and is %s: %s".formatted(attempt, state, after, String.join(" | ", trace)));
            }
        });
    }

    /** Of each attempt one POST at most that was not proven absent; and what was proven absent never arrived. */
    private void checkPosts() {
        for (int attempt : requested) {
            List<Post> sent =
                    posts.stream().filter(post -> post.attempt == attempt).toList();
            long unproven = sent.stream().filter(post -> !post.isProvenAbsent).count();
            long arrived = sent.stream()
                    .filter(post -> post.arrived == null || post.arrived)
                    .count();
            if (unproven > 1
                    || arrived > 1
                    || sent.stream().anyMatch(post -> post.isProvenAbsent && Boolean.TRUE.equals(post.arrived))) {
                throw new AssertionError("Attempt %d was sent %d times, %d of them unproven, %d of them paid: %s"
                        .formatted(attempt, sent.size(), unproven, arrived, String.join(" | ", trace)));
            }
        }
    }
}
