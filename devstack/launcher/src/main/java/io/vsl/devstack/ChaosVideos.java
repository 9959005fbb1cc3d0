package io.vsl.devstack;

import io.vsl.devstack.ChaosPlan.Joins;
import io.vsl.devstack.ChaosPlan.Order;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/** The videos of a load, for compilations that join them once their client has seen them completed. */
final class ChaosVideos {

    private static final int LOOK_EVERY_MS = 250;
    /** Beside one that is there. On a slow machine there is more of it only when nothing goes wrong any more. */
    private static final Duration FOR_ANOTHER = Duration.ofSeconds(10);

    private final ChaosWatch watch;
    private final Duration forAnother;
    /** Jobs by the number of their order. */
    private final Map<Integer, String> jobs = new ConcurrentSkipListMap<>();

    private final Map<Integer, List<String>> chosen = new ConcurrentHashMap<>();
    private volatile long expected;
    private volatile long until = Long.MAX_VALUE;

    ChaosVideos(ChaosWatch watch) {
        this(watch, FOR_ANOTHER);
    }

    ChaosVideos(ChaosWatch watch, Duration forAnother) {
        this.watch = watch;
        this.forAnother = forAnother;
    }

    /** As many as the plan orders may come. */
    void expect(ChaosPlan plan) {
        expected = plan.orders().stream().filter(Order::isVideo).count();
    }

    /** An order for a video was taken. */
    void add(Order order, String jobId) {
        jobs.put(order.number(), jobId);
        watch.add(jobId);
    }

    /** @param time of {@link System#nanoTime()}: from then on, those that are there have to do */
    void waitUntil(long time) {
        until = time;
    }

    /**
     * Waits until there are as many as are to be joined, or no more can come, or there has been one for ten seconds.
     *
     * @return their jobs, the same whenever the order is sent; empty when there are none
     */
    List<String> of(Order order, Joins joins) throws InterruptedException {
        long begun = System.nanoTime();
        List<String> completed = completed();
        while (completed.size() < joins.videos() && mayMoreCome()) {
            if (completed.isEmpty()) {
                begun = System.nanoTime();
            } else if (System.nanoTime() - begun > forAnother.toNanos()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            completed = completed();
        }
        if (completed.isEmpty()) {
            return List.of();
        }
        chosen.putIfAbsent(order.number(), joins.of(completed));
        return Objects.requireNonNull(chosen.get(order.number()));
    }

    private List<String> completed() {
        return jobs.values().stream()
                .filter(jobId -> ChaosWatch.hasCompleted(watch.last(jobId)))
                .toList();
    }

    private boolean mayMoreCome() {
        boolean haveAllEnded = jobs.size() >= expected
                && jobs.values().stream().allMatch(jobId -> ChaosWatch.hasEnded(watch.last(jobId)));
        return !haveAllEnded && System.nanoTime() < until;
    }
}
