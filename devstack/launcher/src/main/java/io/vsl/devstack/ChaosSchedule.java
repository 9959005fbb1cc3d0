package io.vsl.devstack;

import io.vsl.devstack.ChaosFault.Away;
import io.vsl.devstack.ChaosFault.Flush;
import io.vsl.devstack.ChaosFault.Growth;
import io.vsl.devstack.ChaosFault.Poisoned;
import io.vsl.devstack.ChaosFault.Replicate;
import io.vsl.devstack.ChaosFault.Rotation;
import io.vsl.devstack.ChaosFault.ServerFault;
import io.vsl.devstack.ChaosFault.Transaction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Which faults are thrown when; the same from the same generator. A process is hit again only when it had time to come
 * back, and of the servers, as of the application's processes, two at most are away at once. What would come too seldom
 * by chance comes in each minute.
 */
record ChaosSchedule(List<ChaosFault> faults) {

    /** Of one fault after the other. */
    private static final double MEAN_PAUSE_MS = 1_000;

    private static final int AWAY_AT_ONCE = 2;
    private static final List<ServerFault> GONE = List.of(ServerFault.KILL, ServerFault.STOP, ServerFault.PAUSE);
    /** What a process takes, at most as a rule, to work again once it is started. */
    private static final Duration COMES_BACK_WITHIN = Duration.ofSeconds(14);

    private static final List<Service> SERVERS =
            List.of(Service.KAFKA, Service.POSTGRES, Service.REDIS, Service.DYNAMODB, Service.S3);

    /** Where poison is put: whatever a stage reads. */
    static final List<String> TOPICS = List.of(
            "vsl.job.requested",
            "vsl.job.accepted",
            "vsl.inputs.requested",
            "vsl.attempt.requested",
            "vsl.compilation.requested",
            "vsl.job.started",
            "vsl.prediction.reported",
            "vsl.outcome.proposed",
            "vsl.job.generated",
            "vsl.job.stored",
            "vsl.job.completed",
            "vsl.media.delete-requested",
            "vsl.job.media-deleted",
            "vsl.job.cancel-requested",
            "vsl.admit.retry",
            "vsl.generate.retry",
            "vsl.inputs.retry",
            "vsl.settle.retry",
            "vsl.store.retry",
            "vsl.render.retry",
            "vsl.compile.retry",
            "vsl.cancel.retry",
            "vsl.conclude.retry",
            "vsl.erase.retry",
            "vsl.sink-postgres.retry",
            "vsl.sink-redis.retry",
            "vsl.sink-dynamodb.retry",
            "vsl.delay.1s",
            "vsl.delay.2m",
            "vsl.delay.1d",
            "vsl.delay.retry");
    /** Records that are put there at once. */
    private static final int POISONED_AT_ONCE = 4;
    /** Of rotations, which restart all processes, and of growths, which stay. */
    private static final int ROUNDS_OF_CHANGE = 2;

    private static final Duration ROUND = Duration.ofMinutes(1);

    /** What Replicate does, in a few words, and the simulator's rule for it, but for how often. */
    private static final List<Map.Entry<String, String>> REPLICATE = List.of(
            Map.entry("loses answers", "'on':'create','kind':'drop-answer'"),
            Map.entry("cuts answers off", "'on':'create','kind':'cut-answer'"),
            Map.entry("hangs up", "'on':'create','kind':'refuse'"),
            Map.entry("answers 500", "'on':'create','kind':'status','status':500"),
            Map.entry("answers 500, and has it", "'on':'create','kind':'status','status':500,'accepted':true"),
            Map.entry("answers 503", "'on':'create','kind':'status','status':503"),
            Map.entry(
                    "answers 429",
                    "'on':'create','kind':'status','status':429,'retry_after':2," + "'retry_after_in':'both'"),
            Map.entry("answers late", "'on':'create','kind':'delay','delay_ms':4000"),
            Map.entry("can't be asked", "'on':'get','kind':'status','status':503"),
            Map.entry("can't list", "'on':'list','kind':'status','status':500"),
            Map.entry("loses cancelling", "'on':'cancel','kind':'drop-answer'"),
            Map.entry("loses webhooks", "'on':'webhook','kind':'lose'"),
            Map.entry("repeats webhooks", "'on':'webhook','kind':'duplicate','copies':4"),
            Map.entry("reorders webhooks", "'on':'webhook','kind':'reorder'"),
            Map.entry("sends webhooks late", "'on':'webhook','kind':'delay','delay_ms':5000"),
            Map.entry("sends webhooks early", "'on':'webhook','kind':'before-answer'"),
            Map.entry("signs badly", "'on':'webhook','kind':'bad-signature'"),
            Map.entry("fails, PA", "'on':'prediction','kind':'fail','code':'PA'"),
            Map.entry("fails, E9828", "'on':'prediction','kind':'fail','code':'E9828'"),
            Map.entry("fails, E6716", "'on':'prediction','kind':'fail','code':'E6716'"),
            Map.entry("is slow", "'on':'prediction','kind':'slow','factor':5"),
            Map.entry("cuts outputs off", "'on':'delivery','kind':'truncated'"),
            Map.entry("has no outputs, 500", "'on':'delivery','kind':'status','status':500"),
            Map.entry("sends outputs slowly", "'on':'delivery','kind':'slow','bytes_per_second':50000"));

    private static final int STRIKES_AT_MOST = 5;

    /** @param window how long faults are thrown */
    static ChaosSchedule of(RandomGenerator random, Duration window) {
        return new Draw(random).until(window);
    }

    /**
     * What is to come as soon as it can.
     *
     * @param at not before
     */
    private record Due(Duration at, Function<Duration, Optional<ChaosFault>> what) {}

    /** One schedule on its way. */
    private static final class Draw {

        private final RandomGenerator random;
        private final List<ChaosFault> faults = new ArrayList<>();
        private final Map<Service, Duration> backAt = new EnumMap<>(Service.class);
        private final Deque<Due> due = new ArrayDeque<>();
        private final Deque<String> topics = new ArrayDeque<>();
        private final Deque<Poison> poisons = new ArrayDeque<>();
        private int transactions;
        private int changes;

        Draw(RandomGenerator random) {
            this.random = random;
        }

        ChaosSchedule until(Duration window) {
            for (Duration begin = Duration.ZERO; begin.compareTo(window) < 0; begin = begin.plus(ROUND)) {
                plan(begin, Collections.min(List.of(ROUND, window.minus(begin))));
            }
            Duration at = pause();
            while (at.compareTo(window) < 0) {
                faults.addAll(next(at));
                at = at.plus(pause());
            }
            faults.sort(Comparator.comparing(ChaosFault::at));
            return new ChaosSchedule(List.copyOf(faults));
        }

        /** One of each in any order, the last with some time left. */
        private void plan(Duration begin, Duration length) {
            List<Function<Duration, Optional<ChaosFault>>> round = new ArrayList<>(List.of(
                    at -> away(at, List.of(Service.POSTGRES), List.of(ServerFault.READ_ONLY)),
                    at -> away(at, List.of(Service.REDIS), List.of(ServerFault.READ_ONLY)),
                    at -> away(at, List.of(Service.REDIS), List.of(ServerFault.PAUSE)),
                    at -> transaction(at, true),
                    at -> transaction(at, true),
                    at -> transaction(at, false),
                    at -> transaction(at, false)));
            if (changes < ROUNDS_OF_CHANGE) {
                boolean known = changes == 0;
                changes++;
                round.add(at -> rotation(at, known));
                round.add(this::growth);
            }
            Duration at = begin;
            for (Function<Duration, Optional<ChaosFault>> what : shuffled(round)) {
                due.add(new Due(at, what));
                at = at.plus(length.dividedBy(round.size() + 1));
            }
        }

        private List<ChaosFault> next(Duration at) {
            for (Due next : due) {
                if (next.at().compareTo(at) <= 0) {
                    Optional<ChaosFault> fault = next.what().apply(at);
                    if (fault.isPresent()) {
                        due.remove(next);
                        return List.of(fault.get());
                    }
                }
            }
            // Where nothing ever runs, nothing goes wrong either: processes are away now and then, not all the time.
            int draw = random.nextInt(100);
            if (draw < 6) {
                return away(at, Service.APPLICATIONS, GONE).map(List::of).orElseGet(() -> List.of(replicate(at)));
            } else if (draw < 14) {
                return away(at, SERVERS, GONE).map(List::of).orElseGet(() -> poisoned(at));
            } else if (draw < 17) {
                return List.of(new Flush(at));
            }
            return draw < 75 ? List.of(replicate(at)) : poisoned(at);
        }

        /** None when enough of them are away already. */
        private Optional<ChaosFault> away(Duration at, List<Service> services, List<ServerFault> hows) {
            List<Service> kind = services.get(0).isApplication() ? Service.APPLICATIONS : SERVERS;
            List<Service> gone = kind.stream()
                    .filter(service ->
                            backAt.getOrDefault(service, Duration.ZERO).compareTo(at) > 0)
                    .toList();
            List<Service> up =
                    services.stream().filter(service -> !gone.contains(service)).toList();
            if (up.isEmpty() || gone.size() >= AWAY_AT_ONCE) {
                return Optional.empty();
            }
            Service service = up.get(random.nextInt(up.size()));
            ServerFault how = hows.get(random.nextInt(hows.size()));
            Duration lasts =
                    switch (how) {
                        case KILL, STOP -> seconds(1, 3);
                        case PAUSE -> pauseOf(service);
                        case READ_ONLY -> seconds(5, 15);
                    };
            boolean starts = how == ServerFault.KILL || how == ServerFault.STOP;
            backAt.put(service, at.plus(lasts).plus(starts ? COMES_BACK_WITHIN : Duration.ofSeconds(1)));
            return Optional.of(new Away(at, service, how, lasts));
        }

        /**
         * Of the application now and then so long that all that it held has been given to others when it wakes; of
         * Redis always so long that nobody waits for it.
         */
        private Duration pauseOf(Service service) {
            boolean seldom = random.nextInt(5) == 0;
            if (service.isApplication() && seldom) {
                return seconds(22, 28);
            }
            return service == Service.REDIS ? seconds(10, 20) : seconds(1, 15);
        }

        private ChaosFault replicate(Duration at) {
            Map.Entry<String, String> what = REPLICATE.get(random.nextInt(REPLICATE.size()));
            String rule = "{" + what.getValue() + ",'times':" + random.nextInt(1, STRIKES_AT_MOST + 1) + "}";
            return new Replicate(at, what.getKey(), rule.replace('\'', '"'));
        }

        /** All topics, and all that is put there, in turn: each before the first comes again. */
        private List<ChaosFault> poisoned(Duration at) {
            List<ChaosFault> poisoned = new ArrayList<>();
            for (int i = 0; i < POISONED_AT_ONCE; i++) {
                if (topics.isEmpty()) {
                    topics.addAll(shuffled(TOPICS));
                }
                if (poisons.isEmpty()) {
                    poisons.addAll(shuffled(List.of(Poison.values())));
                }
                poisoned.add(new Poisoned(at, topics.remove(), poisons.remove()));
            }
            return poisoned;
        }

        private Optional<ChaosFault> transaction(Duration at, boolean aborts) {
            transactions++;
            return Optional.of(new Transaction(at, ChaosPlan.uuid(random), -transactions, seconds(2, 8), aborts));
        }

        private Optional<ChaosFault> rotation(Duration at, boolean known) {
            return Optional.of(new Rotation(at, known, seconds(3, 8)));
        }

        private Optional<ChaosFault> growth(Duration at) {
            return Optional.of(new Growth(at, TOPICS.get(random.nextInt(TOPICS.size())), random.nextInt(1, 3)));
        }

        private <T> List<T> shuffled(List<T> items) {
            List<T> shuffled = new ArrayList<>(items);
            for (int i = shuffled.size() - 1; i > 0; i--) {
                Collections.swap(shuffled, i, random.nextInt(i + 1));
            }
            return shuffled;
        }

        private Duration seconds(int least, int most) {
            return Duration.ofMillis(random.nextInt(least * 1_000, most * 1_000));
        }

        private Duration pause() {
            return Duration.ofMillis(Math.round(random.nextExponential() * MEAN_PAUSE_MS));
        }
    }
}
