package io.vsl.devstack;

import io.vsl.devstack.ChaosFault.Away;
import io.vsl.devstack.ChaosFault.Flush;
import io.vsl.devstack.ChaosFault.How;
import io.vsl.devstack.ChaosFault.Poisoned;
import io.vsl.devstack.ChaosFault.Replicate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which faults are thrown when; the same from the same generator. A process is hit again only when it had time to come
 * back, and of the servers, as of the application's processes, two at most are away at once.
 */
record ChaosSchedule(List<ChaosFault> faults) {

    /** Of one fault after the other. */
    private static final double MEAN_PAUSE_MS = 1_000;
    private static final int AWAY_AT_ONCE = 2;
    /** What a process takes, at most as a rule, to work again once it is started. */
    private static final Duration COMES_BACK_WITHIN = Duration.ofSeconds(14);

    private static final List<Service> SERVERS =
            List.of(Service.KAFKA, Service.POSTGRES, Service.REDIS, Service.DYNAMODB, Service.S3);

    /** Where poison is put. */
    static final List<String> TOPICS = List.of("vsl.job.requested", "vsl.job.accepted", "vsl.attempt.requested",
            "vsl.job.started", "vsl.prediction.reported", "vsl.outcome.proposed", "vsl.job.generated",
            "vsl.job.completed", "vsl.job.cancel-requested");

    /** What Replicate does, in a few words, and the simulator's rule for it, but for how often. */
    private static final List<Map.Entry<String, String>> REPLICATE = List.of(
            Map.entry("loses answers", "'on':'create','kind':'drop-answer'"),
            Map.entry("cuts answers off", "'on':'create','kind':'cut-answer'"),
            Map.entry("hangs up", "'on':'create','kind':'refuse'"),
            Map.entry("answers 500", "'on':'create','kind':'status','status':500"),
            Map.entry("answers 500, and has it", "'on':'create','kind':'status','status':500,'accepted':true"),
            Map.entry("answers 503", "'on':'create','kind':'status','status':503"),
            Map.entry("answers 429", "'on':'create','kind':'status','status':429,'retry_after':2,"
                    + "'retry_after_in':'both'"),
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

    /** One schedule on its way. */
    private static final class Draw {

        private final RandomGenerator random;
        private final List<ChaosFault> faults = new ArrayList<>();
        private final Map<Service, Duration> backAt = new EnumMap<>(Service.class);

        Draw(RandomGenerator random) {
            this.random = random;
        }

        ChaosSchedule until(Duration window) {
            Duration at = pause();
            while (at.compareTo(window) < 0) {
                faults.add(next(at));
                at = at.plus(pause());
            }
            faults.sort(Comparator.comparing(ChaosFault::at));
            return new ChaosSchedule(List.copyOf(faults));
        }

        private ChaosFault next(Duration at) {
            // Where nothing ever runs, nothing goes wrong either: processes are away now and then, not all the time.
            int draw = random.nextInt(100);
            if (draw < 6) {
                return away(at, Service.APPLICATIONS).orElseGet(() -> replicate(at));
            } else if (draw < 14) {
                return away(at, SERVERS).orElseGet(() -> poisoned(at));
            } else if (draw < 17) {
                return new Flush(at);
            }
            return draw < 75 ? replicate(at) : poisoned(at);
        }

        /** None when enough of them are away already. */
        private Optional<ChaosFault> away(Duration at, List<Service> services) {
            List<Service> up = services.stream()
                    .filter(service -> backAt.getOrDefault(service, Duration.ZERO).compareTo(at) <= 0).toList();
            if (services.size() - up.size() >= AWAY_AT_ONCE) {
                return Optional.empty();
            }
            Service service = up.get(random.nextInt(up.size()));
            How how = How.values()[random.nextInt(How.values().length)];
            Duration lasts = how == How.PAUSE ? pauseOf(service) : Duration.ofMillis(random.nextInt(1_000, 3_000));
            backAt.put(service, at.plus(lasts).plus(how == How.PAUSE ? Duration.ofSeconds(1) : COMES_BACK_WITHIN));
            return Optional.of(new Away(at, service, how, lasts));
        }

        /** Of the application now and then so long that all that it held has been given to others when it wakes. */
        private Duration pauseOf(Service service) {
            boolean pastEverything = service.isApplication() && random.nextInt(5) == 0;
            return Duration.ofMillis(pastEverything ? random.nextInt(22_000, 28_000) : random.nextInt(1_000, 15_000));
        }

        private ChaosFault replicate(Duration at) {
            Map.Entry<String, String> what = REPLICATE.get(random.nextInt(REPLICATE.size()));
            String rule = "{" + what.getValue() + ",'times':" + random.nextInt(1, STRIKES_AT_MOST + 1) + "}";
            return new Replicate(at, what.getKey(), rule.replace('\'', '"'));
        }

        private ChaosFault poisoned(Duration at) {
            return new Poisoned(at, TOPICS.get(random.nextInt(TOPICS.size())),
                    Poison.values()[random.nextInt(Poison.values().length)]);
        }

        private Duration pause() {
            return Duration.ofMillis(Math.round(random.nextExponential() * MEAN_PAUSE_MS));
        }
    }
}
