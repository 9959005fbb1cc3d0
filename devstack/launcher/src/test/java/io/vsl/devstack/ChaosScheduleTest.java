package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.devstack.ChaosFault.Away;
import io.vsl.devstack.ChaosFault.Growth;
import io.vsl.devstack.ChaosFault.Poisoned;
import io.vsl.devstack.ChaosFault.Replicate;
import io.vsl.devstack.ChaosFault.Rotation;
import io.vsl.devstack.ChaosFault.ServerFault;
import io.vsl.devstack.ChaosFault.Transaction;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosScheduleTest {

    private static final Duration LONG = Duration.ofMinutes(60);

    @Test
    void theSameSeedThrowsTheSameFaults() {
        assertThat(schedule(7, LONG)).isEqualTo(schedule(7, LONG)).isNotEqualTo(schedule(8, LONG));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twoServersAndTwoProcessesOfTheApplicationAreAwayAtMost(long seed) {
        assertThat(atOnce(seed, service -> !service.isApplication())).isEqualTo(2);
        assertThat(atOnce(seed, Service::isApplication)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsAwayIsNotHitAgain(long seed) {
        List<Away> away = away(seed);

        assertThat(away).allSatisfy(fault -> assertThat(
                        away.stream().filter(other -> other.service() == fault.service() && overlaps(other, fault)))
                .hasSize(1));
    }

    @Test
    void theSimulatorIsNeverAwayBecauseItCounts() {
        assertThat(away(1))
                .extracting(Away::service)
                .doesNotContain(Service.SIMULATOR)
                .contains(
                        Service.KAFKA,
                        Service.POSTGRES,
                        Service.REDIS,
                        Service.DYNAMODB,
                        Service.S3,
                        Service.APP,
                        Service.APP2,
                        Service.APP3);
    }

    @Test
    void faultsComeInTheirOrderAndWithinTheWindow() {
        List<ChaosFault> faults = schedule(1, Duration.ofSeconds(20)).faults();

        assertThat(faults)
                .isNotEmpty()
                .isSortedAccordingTo(Comparator.comparing(ChaosFault::at))
                .allMatch(fault -> fault.at().compareTo(Duration.ofSeconds(20)) < 0);
    }

    @Test
    void everyFaultEndsAndSomePausesOutlastTheProofOfAbsence() {
        assertThat(away(1)).extracting(Away::lasts).allMatch(lasts -> lasts.compareTo(Duration.ofSeconds(28)) < 0);
        assertThat(away(1))
                .filteredOn(fault ->
                        fault.how() == ServerFault.PAUSE && fault.service().isApplication())
                .extracting(Away::lasts)
                .anyMatch(lasts -> lasts.compareTo(Duration.ofSeconds(20)) > 0)
                .anyMatch(lasts -> lasts.compareTo(Duration.ofSeconds(5)) < 0);
    }

    @Test
    void everyTopicIsPoisonedWithEveryPoison() {
        List<Poisoned> poisoned = of(1, Poisoned.class).toList();

        assertThat(poisoned).extracting(Poisoned::topic).containsAll(ChaosSchedule.TOPICS);
        assertThat(poisoned).extracting(Poisoned::poison).contains(Poison.values());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void threeMinutesPoisonEveryTopicWithEveryPoison(long seed) {
        List<Poisoned> poisoned =
                of(schedule(seed, Duration.ofMinutes(3)), Poisoned.class).toList();

        assertThat(poisoned).extracting(Poisoned::topic).containsAll(ChaosSchedule.TOPICS);
        assertThat(poisoned).extracting(Poisoned::poison).contains(Poison.values());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void threeMinutesHaveWhatWouldComeTooSeldomByChance(long seed) {
        ChaosSchedule schedule = schedule(seed, Duration.ofMinutes(3));

        List<Away> readOnly = of(schedule, Away.class)
                .filter(fault -> fault.how() == ServerFault.READ_ONLY)
                .toList();
        assertThat(readOnly)
                .extracting(Away::service)
                .contains(Service.POSTGRES, Service.REDIS)
                .containsOnly(Service.POSTGRES, Service.REDIS);
        assertThat(of(schedule, Away.class))
                .anyMatch(fault -> fault.service() == Service.REDIS
                        && fault.how() == ServerFault.PAUSE
                        && fault.lasts().compareTo(Duration.ofSeconds(10)) >= 0);
        assertThat(of(schedule, Transaction.class))
                .extracting(Transaction::aborts)
                .contains(true, false);
        assertThat(of(schedule, Transaction.class))
                .extracting(Transaction::number)
                .doesNotHaveDuplicates()
                .allMatch(number -> number < 0);
        assertThat(of(schedule, Rotation.class)).extracting(Rotation::known).containsExactlyInAnyOrder(true, false);
        assertThat(of(schedule, Growth.class)).hasSize(2).allMatch(growth -> growth.by() == 1 || growth.by() == 2);
    }

    @Test
    void topicsGrowTwiceAtMostAndTheSecretIsRotatedTwiceAtMost() {
        assertThat(of(1, Growth.class)).hasSize(2);
        assertThat(of(1, Rotation.class)).hasSize(2);
    }

    @Test
    void replicateMisbehavesAFewTimesAndThenNoMore() {
        assertThat(of(1, Replicate.class)).isNotEmpty().allSatisfy(fault -> assertThat(fault.rule())
                .matches("\\{\"on\":.*,\"times\":[1-5]}"));
    }

    private static ChaosSchedule schedule(long seed, Duration window) {
        return ChaosSchedule.of(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), window);
    }

    private static <T extends ChaosFault> Stream<T> of(long seed, Class<T> type) {
        return of(schedule(seed, LONG), type);
    }

    private static <T extends ChaosFault> Stream<T> of(ChaosSchedule schedule, Class<T> type) {
        return schedule.faults().stream().filter(type::isInstance).map(type::cast);
    }

    private static List<Away> away(long seed) {
        return of(seed, Away.class).toList();
    }

    /** How many of these are away at once, at the worst moment. */
    private static long atOnce(long seed, Predicate<Service> services) {
        List<Away> away = away(seed).stream()
                .filter(fault -> services.test(fault.service()))
                .toList();
        return away.stream()
                .mapToLong(fault -> away.stream()
                        .filter(other -> other.at().compareTo(fault.at()) <= 0 && overlaps(other, fault))
                        .count())
                .max()
                .orElse(0);
    }

    private static boolean overlaps(Away one, Away other) {
        return one.at().compareTo(other.at().plus(other.lasts())) < 0
                && other.at().compareTo(one.at().plus(one.lasts())) < 0;
    }
}
