package io.vsl.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.redis.RequestCounts.Standing;
import io.vsl.platform.redis.RequestCounts.Window;
import io.vsl.testing.Application;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The windows as they are in Redis. */
@NeedsServers
class RequestCountsTest {

    private final RequestCounts counts = Application.shared().bean(RequestCounts.class);
    private final String userId = "test-" + UUID.randomUUID();

    private Standing count(String userId, List<Window> windows) {
        return RedisConnection.await(counts.count(userId, windows));
    }

    @Test
    void eachRequestLeavesOneLess() {
        List<Window> hour = List.of(new Window("hour", Duration.ofHours(1), 2));

        Standing first = count(userId, hour);

        assertThat(first.granted()).isTrue();
        assertThat(first.limit()).isEqualTo(2);
        assertThat(first.remaining()).isEqualTo(1);
        assertThat(first.ends()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(count(userId, hour))
                .matches(Standing::granted)
                .extracting(Standing::remaining)
                .isEqualTo(0);
        assertThat(count(userId, hour).granted()).isFalse();
    }

    @Test
    void theWindowThatHasTheLeastLeftIsToldOf() {
        Window hour = new Window("hour", Duration.ofHours(1), 7);
        Window day = new Window("day", Duration.ofDays(1), 3);

        assertThat(count(userId, List.of(hour, day)))
                .extracting(Standing::limit)
                .isEqualTo(3);
    }

    @Test
    void whatOneWindowRefusesCountsInNone() {
        Window hour = new Window("hour", Duration.ofHours(1), 1);
        Window day = new Window("day", Duration.ofDays(1), 3);
        count(userId, List.of(hour, day));

        for (int i = 0; i < 5; i++) {
            assertThat(count(userId, List.of(hour, day)).granted()).isFalse();
        }

        assertThat(count(userId, List.of(day))).extracting(Standing::remaining).isEqualTo(1);
    }

    @Test
    void afterItsEndAWindowBeginsAnew() {
        List<Window> second = List.of(new Window("second", Duration.ofSeconds(1), 1));
        count(userId, second);
        assertThat(count(userId, second).granted()).isFalse();

        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> count(userId, second)
                .granted());
    }

    @Test
    void aLimitThatIsLoweredLeavesNone() {
        IntStream.range(0, 5).forEach(i -> count(userId, List.of(new Window("hour", Duration.ofHours(1), 9))));

        Standing lowered = count(userId, List.of(new Window("hour", Duration.ofHours(1), 2)));

        assertThat(lowered.granted()).isFalse();
        assertThat(lowered.remaining()).isZero();
    }

    @Test
    void allTogetherGetNoMoreThanThereIs() {
        List<Window> hour = List.of(new Window("hour", Duration.ofHours(1), 50));

        long granted = IntStream.range(0, 90)
                .parallel()
                .filter(i -> count(userId, hour).granted())
                .count();

        assertThat(granted).isEqualTo(50);
    }
}
