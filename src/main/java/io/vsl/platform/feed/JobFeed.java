package io.vsl.platform.feed;

import io.vsl.job.JobEvent;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.LogFollower;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells what happens to jobs to all in this process who follow some. The public topics are read while anybody does, once
 * for all of them, from a little before the first came. Where the log can't be read any more all who follow are told so,
 * and the next who comes has it read anew.
 */
@Component
public class JobFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobFeed.class);

    /** Whose place in the log tells what the history in PostgreSQL has. */
    private static final String HISTORY = "sink-postgres";

    /** What happened so long ago, or later, may be asked for, however lately the reading began. */
    private static final Duration BACK = Duration.ofMinutes(2);

    /** Without anybody who follows. */
    private static final Duration STOP_AFTER = Duration.ofMinutes(5);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration POLL_WHILE_AWAITED = Duration.ofMillis(20);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY_WHILE_AWAITED = Duration.ofMillis(100);
    private static final Duration LOOK_WITHIN = Duration.ofSeconds(2);

    /** For the reading to begin, and for the history to have what came before. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long LEAST_MEMORY = 4L << 20;
    private static final long MOST_MEMORY = 64L << 20;
    private static final long SHARE_OF_MEMORY = 32;

    private final OpenLog openLog;
    private final Topics topics;
    private final EventRecords records;
    private final Clock clock;
    private final Object lock = new Object();
    private @Nullable Reading reading;
    private boolean closed;

    JobFeed(OpenLog openLog, Topics topics, EventRecords records, Clock clock) {
        this.openLog = openLog;
        this.topics = topics;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Follows jobs.
     *
     * @param after where in the log the follower of a user's jobs was; null: of these it begins now
     * @return fails when the log can't be read, within {@code PATIENCE}
     */
    public CompletionStage<Subscription> follow(Interest interest, @Nullable LogPosition after, FeedListener listener) {
        Reading now = reading();
        return now.begun
                .copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(begun -> {
                    Subscription subscription = now.followers.subscribe(interest, after, listener);
                    if (now.ended) {
                        subscription.close().run();
                        throw new IllegalStateException("the log can't be read any more");
                    }
                    return subscription;
                });
    }

    /**
     * Whether PostgreSQL has by now all events but those that a subscription begins with. It is waited for a little.
     *
     * @return never fails
     */
    public CompletionStage<Boolean> historyIsComplete() {
        return reading().covered();
    }

    private Reading reading() {
        synchronized (lock) {
            Reading now = reading;
            if (now == null || now.ended) {
                now = new Reading();
                reading = now;
                if (closed) {
                    now.begun.completeExceptionally(new IllegalStateException("the process stops"));
                } else {
                    Thread.ofPlatform().name("job-feed").daemon().start(now);
                }
            }
            now.wanted = System.nanoTime();
            return now;
        }
    }

    private Optional<JobEvent> event(Consumed record) {
        try {
            return Optional.of(records.read(record));
        } catch (InvalidRecord e) {
            // It is an event to nobody; the sinks set it aside.
            return Optional.empty();
        }
    }

    /** Once through the log, until nobody follows any more or it can't be read. */
    private final class Reading implements Runnable {

        private final Followers followers = new Followers(
                topics.eventsOfStreams(),
                Math.clamp(Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY, LEAST_MEMORY, MOST_MEMORY),
                JobFeed.this::event);
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final List<CompletableFuture<Boolean>> awaiting = new ArrayList<>();
        private volatile boolean ended;
        private volatile long wanted = System.nanoTime();
        private volatile @Nullable LogPosition done;
        private long looked;

        @Override
        public void run() {
            try (LogFollower log = openLog.follow(topics.eventsOfStreams(), HISTORY)) {
                followers.reads(log.begin(clock.instant().minus(BACK)));
                look(log);
                while (isWanted()) {
                    followers.reads(log.added());
                    followers.tell(log.poll(isAwaited() ? POLL_WHILE_AWAITED : POLL));
                    if (!begun.isDone() && followers.isCaughtUp()) {
                        begun.complete(null);
                    }
                    lookAgain(log);
                }
            } catch (KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("action", "feed")
                        .setCause(e)
                        .log("The log can't be read for those who follow jobs; they are to come again");
            } finally {
                end();
            }
        }

        private boolean isWanted() {
            synchronized (lock) {
                if (!followers.areNone()) {
                    wanted = System.nanoTime();
                }
                boolean isWanted = !closed && System.nanoTime() - wanted < STOP_AFTER.toNanos();
                // Who comes now has another.
                ended = ended || !isWanted;
                return isWanted;
            }
        }

        private void end() {
            synchronized (lock) {
                ended = true;
            }
            begun.completeExceptionally(new IllegalStateException("the log can't be read"));
            followers.lost();
            answer(false);
        }

        /** By what was looked up last, where that is enough. */
        CompletionStage<Boolean> covered() {
            CompletableFuture<Boolean> covered = new CompletableFuture<>();
            if (isCovered()) {
                covered.complete(true);
            } else {
                synchronized (awaiting) {
                    awaiting.add(covered);
                }
                covered.completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
            return covered;
        }

        private boolean isCovered() {
            LogPosition far = done;
            return !ended && far != null && followers.isCovered(far);
        }

        private boolean isAwaited() {
            synchronized (awaiting) {
                return !awaiting.isEmpty();
            }
        }

        private void lookAgain(LogFollower log) {
            Duration every = isAwaited() ? LOOK_EVERY_WHILE_AWAITED : LOOK_EVERY;
            if (System.nanoTime() - looked > every.toNanos()) {
                look(log);
            }
            if (isCovered()) {
                answer(true);
            }
        }

        private void look(LogFollower log) {
            done = followers.position(log.done(LOOK_WITHIN));
            looked = System.nanoTime();
        }

        private void answer(boolean isCovered) {
            List<CompletableFuture<Boolean>> all;
            synchronized (awaiting) {
                all = List.copyOf(awaiting);
                awaiting.clear();
            }
            all.forEach(each -> each.complete(isCovered));
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
    }
}
