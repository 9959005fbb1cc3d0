package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.topology.DelayTier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tier a record waits on, and when it comes back. */
class DelayTierTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final long DAYS_3 = Duration.ofDays(3).toMillis();

    /** Between two polls, at most. */
    private static final int POLL_MS = 200;
    /** By so much a broker's clock may be off ours here. */
    private static final int SKEW_MS = 100;

    @ParameterizedTest
    @CsvSource({
        "PT-5S, SECOND",
        "PT0S, SECOND",
        "PT1S, SECOND",
        "PT4.499S, SECOND",
        "PT4.5S, FIVE_SECONDS",
        "PT5S, FIVE_SECONDS",
        "PT29S, FIVE_SECONDS",
        "PT30S, HALF_A_MINUTE",
        "PT2M, TWO_MINUTES",
        "PT14M59S, TWO_MINUTES",
        "PT15M, QUARTER_OF_AN_HOUR",
        "PT23H, TWO_HOURS",
        "PT23H59M59.9S, DAY",
        "P1D, DAY",
        "P3650D, DAY"
    })
    void aRecordWaitsOnTheLongestTierThatDoesNotKeepItForLongerThanItIsTo(Duration untilDue, DelayTier tier) {
        assertThat(DelayTier.of(untilDue)).isEqualTo(tier);
    }

    /** Milliseconds from the start. */
    private record Postponed(long arrives, long due) {}

    /** One that stands on a tier. */
    private record Waiting(Postponed record, long appended) {}

    /** All on one partition of each tier, whose consumer looks after it now and then. */
    private static final class Tiers {

        private final Map<DelayTier, Deque<Waiting>> tiers = new EnumMap<>(DelayTier.class);
        private final Random random;
        private final long skew;
        private final IdentityHashMap<Postponed, Long> arrived = new IdentityHashMap<>();
        private final IdentityHashMap<Postponed, Long> returned = new IdentityHashMap<>();
        private final List<Long> stood = new ArrayList<>();
        private long now;
        private int writes;

        Tiers(long seed) {
            random = new Random(seed);
            skew = random.nextInt(-SKEW_MS, SKEW_MS + 1);
            DelayTier.ALL.forEach(tier -> tiers.put(tier, new ArrayDeque<>()));
        }

        void run(List<Postponed> records) {
            Deque<Postponed> coming = new ArrayDeque<>(records.stream()
                    .sorted(Comparator.comparingLong(Postponed::arrives))
                    .toList());
            while (!coming.isEmpty() || tiers.values().stream().anyMatch(tier -> !tier.isEmpty())) {
                long next = tiers.entrySet().stream()
                        .filter(tier -> !tier.getValue().isEmpty())
                        .mapToLong(
                                tier -> handOver(tier.getKey(), tier.getValue().getFirst()))
                        .min()
                        .orElse(Long.MAX_VALUE);
                if (!coming.isEmpty() && coming.getFirst().arrives() <= next) {
                    now = Math.max(now, coming.getFirst().arrives());
                    arrived.put(coming.getFirst(), now);
                    postpone(coming.removeFirst());
                } else {
                    now = Math.max(now, next) + random.nextInt(POLL_MS + 1);
                    DelayTier.ALL.forEach(this::poll);
                }
            }
        }

        private void postpone(Postponed record) {
            writes++;
            tiers.get(DelayTier.of(Duration.ofMillis(record.due() - now))).add(new Waiting(record, now));
        }

        private void poll(DelayTier tier) {
            Deque<Waiting> waiting = tiers.get(tier);
            while (!waiting.isEmpty() && handOver(tier, waiting.getFirst()) <= now) {
                Waiting first = waiting.removeFirst();
                stood.add(now - first.appended() - tier.length().toMillis());
                if (first.record().due() <= now) {
                    returned.put(first.record(), now);
                } else {
                    postpone(first.record());
                }
            }
        }

        private long handOver(DelayTier tier, Waiting waiting) {
            return Duration.between(
                            START,
                            DueConsumer.handOver(
                                    START.plusMillis(waiting.record().due()),
                                    START.plusMillis(waiting.appended() + skew),
                                    tier.length()))
                    .toMillis();
        }
    }

    /** Whatever else waits before it. */
    @Property
    void aRecordNeverReturnsBeforeItIsDueAndAtMostTheShortestTierLater(
            @ForAll("postponed") @Size(min = 1, max = 30) List<Postponed> records, @ForAll long seed) {
        Tiers tiers = new Tiers(seed);

        tiers.run(records);

        long late = DelayTier.SECOND.length().plus(DueConsumer.GRACE).toMillis() + SKEW_MS + POLL_MS;
        for (Postponed record : records) {
            assertThat(tiers.returned.get(record))
                    .isBetween(record.due(), Math.max(record.due(), tiers.arrived.get(record)) + late);
        }
    }

    /** What is due in ten years stands nowhere for longer than what waits behind it. */
    @Property
    void nothingStandsOnATierForLongerThanTheTierIsLong(
            @ForAll("postponed") @Size(min = 1, max = 30) List<Postponed> records, @ForAll long seed) {
        Tiers tiers = new Tiers(seed);

        tiers.run(records);

        assertThat(tiers.stood).allMatch(more -> more <= DueConsumer.GRACE.toMillis() + SKEW_MS + POLL_MS);
    }

    @Property
    void itTakesFewStepsToComeBack(@ForAll @LongRange(max = 2 * 24 * 3600 * 1000L) long delay, @ForAll long seed) {
        Tiers tiers = new Tiers(seed);

        tiers.run(List.of(new Postponed(0, delay)));

        assertThat(tiers.writes).isLessThanOrEqualTo(40);
    }

    @Provide
    Arbitrary<List<Postponed>> postponed() {
        Arbitrary<Long> arrives = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 3_000), Arbitraries.longs().between(0, DAYS_3));
        Arbitrary<Long> delays = Arbitraries.oneOf(
                Arbitraries.longs().between(-1_000, 10_000),
                Arbitraries.of(DelayTier.ALL.stream()
                        .map(tier -> tier.length().toMillis())
                        .toList()),
                Arbitraries.longs().between(0, DAYS_3));
        return Combinators.combine(arrives, delays)
                .as((at, delay) -> new Postponed(at, at + delay))
                .list();
    }
}
