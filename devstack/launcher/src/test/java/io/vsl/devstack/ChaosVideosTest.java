package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.devstack.ChaosPlan.Joins;
import io.vsl.devstack.ChaosPlan.Order;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three videos are ordered, as numbers 1 to 3. */
@Timeout(20)
class ChaosVideosTest {

    private static final Joins TWO = new Joins(2, 0);

    private final ChaosWatch watch = new ChaosWatch(List.of("http://127.0.0.1:1"), "plainly-a-fake-key");
    private final ChaosVideos videos = new ChaosVideos(watch);
    private final Order compilation = order(9);

    @BeforeEach
    void threeAreOrdered() {
        videos.expect(new ChaosPlan(List.of(video(1), video(2), video(3), compilation)));
    }

    @Test
    void whatIsJoinedStaysSoThoughMoreIsThereLater() throws Exception {
        ends(2, "completed");
        ends(3, "completed");
        assertThat(videos.of(compilation, TWO)).containsExactly("job-2", "job-3");

        ends(1, "completed");

        assertThat(videos.of(compilation, TWO)).containsExactly("job-2", "job-3");
        assertThat(videos.of(order(10), TWO)).containsExactly("job-1", "job-2");
    }

    @Test
    void asLongAsOneMayComeItIsWaitedFor() throws Exception {
        ends(1, "completed");
        ends(2, "failed");
        CompletableFuture<List<String>> joined = joined();
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(joined).isNotDone();

        ends(3, "completed");

        assertThat(joined.get()).containsExactly("job-1", "job-3");
    }

    @Test
    void oneThatIsThereForLongComesTwice() throws Exception {
        ChaosVideos impatient = new ChaosVideos(watch, Duration.ofMillis(300));
        impatient.expect(new ChaosPlan(List.of(video(1), video(2))));
        impatient.add(video(1), "job-1");
        long begun = System.nanoTime();
        Objects.requireNonNull(watch.seen().get("job-1")).add("completed - 10:00:00");

        assertThat(impatient.of(compilation, TWO)).containsExactly("job-1", "job-1");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void whenAllHaveEndedThereAreNoMore() throws Exception {
        ends(1, "completed");
        ends(2, "failed");
        ends(3, "cancelled");

        assertThat(videos.of(compilation, TWO)).containsExactly("job-1", "job-1");
    }

    @Test
    void whenTheTimeIsOverThoseThatAreThereHaveToDo() throws Exception {
        CompletableFuture<List<String>> joined = joined();

        videos.waitUntil(System.nanoTime());

        assertThat(joined.get()).isEmpty();
    }

    private CompletableFuture<List<String>> joined() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return videos.of(compilation, TWO);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void ends(int number, String status) {
        videos.add(order(number), "job-" + number);
        Objects.requireNonNull(watch.seen().get("job-" + number)).add(status + " - 10:00:00");
    }

    private static Order video(int number) {
        return order(number, JsonNodeFactory.instance.objectNode().put("mediaType", "video"));
    }

    private static Order order(int number) {
        return order(number, JsonNodeFactory.instance.objectNode());
    }

    private static Order order(int number, ObjectNode request) {
        return new Order(number, Duration.ZERO, false, null, null, false, new UUID(0, number), request, null);
    }
}
