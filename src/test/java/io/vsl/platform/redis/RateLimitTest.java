package io.vsl.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisException;
import io.vsl.testing.Application;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The bucket as it is in Redis. */
@NeedsServers
class RateLimitTest {

    private final RateLimit rateLimit = Application.shared().bean(RateLimit.class);
    private final String name = "test:" + UUID.randomUUID();

    @Test
    void aNewBucketIsFull() {
        assertThat(rateLimit.take(name, 7, 60, 10).granted()).isEqualTo(7);
        assertThat(rateLimit.take(name, 7, 60, 10).granted()).isEqualTo(3);
    }

    @Test
    void anEmptyOneSaysWhenThereIsMore() {
        rateLimit.take(name, 10, 60, 10);

        RateLimit.Permits none = rateLimit.take(name, 1, 60, 10);

        assertThat(none.granted()).isZero();
        assertThat(none.next()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    }

    @Test
    void itFillsWithTime() {
        rateLimit.take(name, 10, 600, 10);

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> rateLimit.take(name, 1, 600, 10).granted() == 1);
    }

    @Test
    void allTakersTogetherGetNoMoreThanThereIs() {
        int granted = IntStream.range(0, 40)
                .parallel()
                .map(i -> rateLimit.take(name, 3, 1, 50).granted())
                .sum();

        assertThat(granted).isEqualTo(50);
    }

    @Test
    void whileItIsPausedItGivesNothingHoweverFullItIs() {
        rateLimit.pause(name, Duration.ofSeconds(30));

        RateLimit.Permits none = rateLimit.take(name, 1, 60, 10);

        assertThat(none.granted()).isZero();
        assertThat(none.next()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
    }

    @Test
    void aShorterPauseDoesNotEndALongerOne() {
        rateLimit.pause(name, Duration.ofSeconds(30));

        rateLimit.pause(name, Duration.ofMillis(1));

        assertThat(rateLimit.take(name, 1, 60, 10).granted()).isZero();
    }

    /** A rate of none makes the bucket's script ask Redis for what it doesn't take. */
    @Test
    void whatRedisRejectsIsNoOutage() {
        assertThatThrownBy(() -> rateLimit.take(name, 7, 0, 10))
                .isInstanceOf(RejectedScript.class)
                .isNotInstanceOf(RedisException.class)
                .hasMessageStartingWith("Redis rejects a script: ERR");
    }

    @Test
    void aPauseEnds() {
        rateLimit.pause(name, Duration.ofMillis(300));

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> rateLimit.take(name, 1, 60, 10).granted() == 1);
    }
}
