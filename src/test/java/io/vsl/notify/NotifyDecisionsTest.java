package io.vsl.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import io.vsl.delivery.Delivery;
import io.vsl.delivery.NextTry;
import io.vsl.delivery.TryResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from a try, and how a webhook is signed. */
class NotifyDecisionsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<Duration> SCHEDULE =
            List.of(Duration.ZERO, Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofHours(24));

    private final DecideNext next = new DecideNext(SCHEDULE, RandomGenerator.getDefault());

    @Test
    void whatIsTakenIsDone() {
        assertThat(next.after(new Answered(TryResult.TAKEN, 200, "", null), 0, NOW))
                .isEqualTo(new NextTry.None());
    }

    @ParameterizedTest
    @EnumSource(value = TryResult.class, names = "TAKEN", mode = EnumSource.Mode.EXCLUDE)
    void whatIsNotTakenIsTriedAgain(TryResult result) {
        for (int step = 0; step + 1 < SCHEDULE.size(); step++) {
            assertThat(wait(new Answered(result, null, "", null), step))
                    .isBetween(part(SCHEDULE.get(step + 1), 80), part(SCHEDULE.get(step + 1), 120));
        }
        assertThat(next.after(new Answered(result, null, "", null), SCHEDULE.size() - 1, NOW))
                .isEqualTo(new NextTry.GivenUp());
    }

    @Test
    void waitsDiffer() {
        assertThat(IntStream.range(0, 20)
                        .mapToObj(i -> wait(new Answered(TryResult.DNS, null, "", null), 1))
                        .collect(Collectors.toSet()))
                .hasSizeGreaterThan(10);
    }

    @Test
    void aReceiverThatIsGoneIsNotTriedAgain() {
        assertThat(next.after(new Answered(TryResult.STATUS, 410, "", null), 0, NOW))
                .isEqualTo(new NextTry.Gone());
    }

    @Test
    void aTestIsTriedOnce() {
        assertThat(next.after(new Answered(TryResult.STATUS, 500, "", null), Deliver.to("https://a.example/"), NOW))
                .isEqualTo(new NextTry.GivenUp());
    }

    @Test
    void aReceiverMayAskForMoreTimeUpToADay() {
        assertThat(wait(asking(Duration.ofMinutes(1)), 0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(wait(asking(Duration.ofDays(9)), 0)).isEqualTo(Duration.ofDays(1));
        assertThat(wait(asking(Duration.ofSeconds(1)), 1)).isGreaterThan(Duration.ofMinutes(3));
    }

    private static Answered asking(Duration wait) {
        return new Answered(TryResult.STATUS, 503, "", wait);
    }

    private Duration wait(Answered answered, int step) {
        return Duration.between(NOW, ((NextTry.Again) next.after(answered, step, NOW)).due());
    }

    private static Duration part(Duration of, int percent) {
        return of.multipliedBy(percent).dividedBy(100);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"0|0", "120|120", " 7 |7", "Thu, 01 Jan 2026 00:01:00 GMT|60"},
            delimiter = '|')
    void retryAfterIsSecondsOrADate(String header, long seconds) {
        assertThat(RetryAfter.read(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "Wed, 31 Dec 2025 23:59:00 GMT", "99999999999", "\u0661"})
    void anythingElseIsNone(String header) {
        assertThat(RetryAfter.read(header, NOW)).isEmpty();
        assertThat(RetryAfter.read(null, NOW)).isEmpty();
    }

    @Test
    void thePublicLibraryAcceptsTheSignature() throws Exception {
        byte[] body = "{\"event\":\"test\",\"ü\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] other = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
        Delivery delivery = Deliver.to("https://example.com/", List.of(Deliver.KEY, other));
        Map<String, String> headers = SignDelivery.headers(delivery, Instant.now(), body);

        for (byte[] key : List.of(Deliver.KEY, other)) {
            assertThatCode(() -> verify(key, body, headers)).doesNotThrowAnyException();
        }
        assertThatCode(() -> verify("another".getBytes(StandardCharsets.US_ASCII), body, headers))
                .isInstanceOf(Exception.class);
        assertThat(headers).containsEntry("webhook-id", delivery.id().toString());
    }

    private static void verify(byte[] key, byte[] body, Map<String, String> headers) throws Exception {
        new Webhook("whsec_" + Base64.getEncoder().encodeToString(key))
                .verify(
                        new String(body, StandardCharsets.UTF_8),
                        headers.entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))));
    }

    @ParameterizedTest
    @CsvSource({"15s,1m,0", "1m,1m,1", "58s,1m,1", "55s,1m,0"})
    void aLeaseIsLongerThanACall(String timeout, String lease, int faults) {
        assertThat(with(duration(timeout), duration(lease), null).faults()).hasSize(faults);
    }

    @Test
    void aScheduleHasATry() {
        assertThat(with(Duration.ofSeconds(15), Duration.ofMinutes(1), List.of())
                        .faults())
                .hasSize(1);
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    private static NotifyProperties with(Duration timeout, Duration lease, @Nullable List<Duration> schedule) {
        NotifyProperties of = Deliver.properties(timeout);
        return new NotifyProperties(
                of.period(),
                schedule == null ? of.schedule() : schedule,
                timeout,
                of.concurrency(),
                of.perUser(),
                of.perReceiver(),
                lease,
                of.disableAfter(),
                of.keep(),
                of.forgetEvery(),
                of.maxPollRecords());
    }
}
