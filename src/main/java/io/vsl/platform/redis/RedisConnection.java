package io.vsl.platform.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.platform.health.StoreHealth;
import io.vsl.platform.health.StoreState;
import io.vsl.platform.loop.EventLoops;
import io.vsl.platform.loop.Failures;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The connection to Redis, which is one on each loop, and its watch. Each second it writes something that is forgotten
 * soon: a connection that answers need not be one to a Redis that takes writes, and one that is open need not answer.
 * While Redis is away commands fail at once. A connection that is silent, or that leads to a replica, is given up for
 * another, to whom the name leads now.
 */
@Component
public class RedisConnection implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** A pause of Redis's own, for a snapshot or a script, is no reason to connect anew. */
    private static final int SILENCES = 2;

    /** How long a start waits for Redis; it goes on without. */
    private static final Duration START = Duration.ofSeconds(5);

    /** How long what is written to see whether writes are taken is kept. */
    private static final Duration PROOF_KEPT = Duration.ofSeconds(30);

    private final RedisClients clients;
    private final StoreHealth health;
    private final Clock clock;
    private final Duration timeout;
    private final String proofKey = "job:takes-writes:" + UUID.randomUUID();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "redis-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable LoopConnections connections;
    private volatile boolean running;
    private volatile Instant missedAt;
    /** How often in a row it said nothing; of the watch alone, as is the next. */
    private int silences;
    /** Whether another than this one is the Redis that takes writes. */
    private boolean leadsElsewhere;

    RedisConnection(RedisProperties properties, EventLoops loops, MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.missedAt = clock.instant();
        this.timeout = properties.timeout();
        this.health = new StoreHealth("redis", "Redis", meters, clock);
        this.clients = new RedisClients(properties.uri(), timeout, loops, new RedisConnectionStateListener() {
            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> again, SocketAddress address) {
                missed();
            }

            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
                LoopConnections current = connections;
                if (current != null && current.has(lost)) {
                    missed();
                    lookNow();
                }
            }
        });
    }

    /** @throws RedisException when Redis is away; with the reason */
    private RedisAsyncCommands<String, String> commands() {
        LoopConnections current = connections;
        StoreHealth.Known known = health.known();
        if (current == null || known.state() == StoreState.AWAY) {
            missed();
            throw new RedisException("Redis is away: " + known.reason());
        }
        return current.here();
    }

    /**
     * Sends a command. What follows its answer runs on a loop.
     *
     * @return fails with a RedisException when Redis is away, or has refused the command; by the command's timeout at the
     *     latest
     */
    public <T> CompletionStage<T> send(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
        RedisFuture<T> sent;
        try {
            sent = command.apply(commands());
        } catch (RedisException e) {
            return CompletableFuture.failedFuture(e);
        }
        return sent.exceptionallyCompose(e -> CompletableFuture.failedFuture(failure(Failures.of(e))));
    }

    private RuntimeException failure(Throwable e) {
        // A refusal too: what was to be written is not there.
        if (!(e instanceof RedisNoScriptException)) {
            missed();
        }
        if (e instanceof CancellationException) {
            return new RedisException("The connection to Redis was given up", e);
        }
        return e instanceof RuntimeException known
                ? known
                : new RedisException("The connection to Redis was lost: " + e.getMessage(), e);
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @throws RedisException as {@link #send} fails
     */
    public <T> T ask(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
        return await(send(command));
    }

    /** Waits for what was sent. */
    public static <T> T await(CompletionStage<T> sent) {
        try {
            return sent.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new RedisException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    /**
     * Whether Redis takes writes, as of now; it is asked. Never fails.
     *
     * <p>Another process may have met a refusal that this one has not: who has read something and asks then knows that
     * nothing that was to be written before is missing for that reason.
     */
    public CompletionStage<Boolean> takesWrites() {
        return health.isReady()
                ? send(this::proof).handle((done, failure) -> failure == null)
                : CompletableFuture.completedFuture(false);
    }

    /** Since when Redis has done all that we asked of it; before we were there nobody knows. */
    public Instant answersSince() {
        return missedAt;
    }

    private void missed() {
        missedAt = clock.instant();
    }

    private RedisFuture<String> proof(RedisAsyncCommands<String, String> commands) {
        return commands.set(proofKey, "1", SetArgs.Builder.px(PROOF_KEPT));
    }

    @Override
    public void start() {
        running = true;
        try {
            watch.submit(this::look).get(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().addKeyValue("action", "look-at-store").log("Redis is not waited for any longer");
        }
        var unused = watch.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookNow() {
        try {
            watch.execute(this::look);
        } catch (RejectedExecutionException e) {
            // It has been stopped.
        }
    }

    private void look() {
        if (!running) {
            return;
        }
        LoopConnections known = connections;
        try {
            boolean doubted = known == null || !known.areOpen() || silences >= SILENCES || leadsElsewhere;
            ask(doubted || known == null ? clients.connect() : known);
        } catch (RedisException e) {
            refused(RedisFault.of(e));
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("action", "look-at-store").setCause(e).log("Redis can't be watched");
        }
    }

    private void ask(LoopConnections current) {
        try {
            current.askAll(this::proof).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            use(current);
            silences = 0;
            leadsElsewhere = false;
            health.ready();
        } catch (InterruptedException e) {
            current.close();
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            RedisFault refusal = RedisFault.of(e);
            if (refusal.state() != StoreState.AWAY) {
                // One that refuses writes still answers reads.
                use(current);
                silences = 0;
            } else if (current != connections) {
                current.close();
            }
            refused(refusal);
        }
    }

    private void refused(RedisFault refusal) {
        missed();
        if (!running) {
            return;
        }
        leadsElsewhere = refusal.leadsElsewhere();
        LoopConnections current = connections;
        if (refusal.state() != StoreState.AWAY || ++silences >= SILENCES || current == null || !current.areOpen()) {
            health.is(refusal.state(), refusal.reason());
        }
    }

    private void use(LoopConnections current) {
        LoopConnections before = connections;
        connections = current;
        if (before != null && before != current) {
            before.close();
        }
    }

    @Override
    public void stop() {
        running = false;
        watch.shutdownNow();
        clients.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the routes start, and stopped after them. */
    @Override
    public int getPhase() {
        return 0;
    }
}
