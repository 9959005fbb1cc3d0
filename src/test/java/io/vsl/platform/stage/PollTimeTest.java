package io.vsl.platform.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PollTimeTest {

    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(30);

    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
    private final PollTime time = new PollTime(Duration.ofSeconds(200), () -> now);

    @Test
    void itEndsBeforeTheBrokersTakeThePartitionsAway() throws Exception {
        Matcher interval = Pattern.compile("maxPollIntervalMs: (\\d+)")
                .matcher(Files.readString(Path.of("src/main/resources/routes/policy.camel.yaml")));

        assertThat(interval.find()).isTrue();
        assertThat(PollTime.WORK.plus(LONGEST_COMMIT))
                .isLessThanOrEqualTo(Duration.ofMillis(Long.parseLong(interval.group(1))));
    }

    @Test
    void aPollThatFailsAtOnceIsTriedAgain() {
        pass(199);
        time.tryBegins();
        pass(0);

        assertThat(time.mayRetry()).isTrue();
    }

    @Test
    void onceItWasTriedForSoLongItsRecordsAreFetchedAnew() {
        pass(199);
        time.tryBegins();
        pass(1);

        assertThat(time.mayRetry()).isFalse();
    }

    @Test
    void aTryAsLongAsTheLastMustEndInTime() {
        pass(135);
        assertThat(time.mayRetry()).isTrue();

        PollTime other = new PollTime(Duration.ofSeconds(200), () -> now);
        pass(136);
        assertThat(other.mayRetry()).isFalse();
    }

    @Test
    void theLastTryAloneCounts() {
        pass(120);
        time.tryBegins();
        pass(30);
        assertThat(time.mayRetry()).isTrue();

        pass(40);
        assertThat(time.mayRetry()).isTrue();
    }

    @Test
    void theEndIsTheSameHoweverOftenItIsTried() {
        long end = now + PollTime.WORK.toNanos();

        pass(10);
        assertThat(time.mayRetry()).isTrue();
        time.tryBegins();

        assertThat(time.end().nanoTime()).isEqualTo(end);
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
