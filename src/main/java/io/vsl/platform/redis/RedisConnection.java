package io.vsl.platform.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one connection to Redis. While Redis is away commands fail at once, and the connection comes back by itself,
 * also when Redis was not there at start.
 */
@Component
class RedisConnection implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);

    private final RedisClient client;
    private final ScheduledExecutorService connector = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "redis-connector");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable StatefulRedisConnection<String, String> connection;
    private volatile boolean running;
    private final Clock clock;
    private volatile Instant missedAt;

    RedisConnection(RedisProperties properties, Clock clock) {
        this.clock = clock;
        this.missedAt = clock.instant();
        RedisURI uri = RedisURI.create(properties.url());
        uri.setTimeout(properties.timeout());
        this.client = RedisClient.create(uri);
        this.client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(properties.timeout()))
                .build());
        this.client.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> again, SocketAddress address) {
                missed();
            }
        });
    }

    /**
     * Commands that don't wait.
     *
     * @throws RedisException when Redis has not been reached yet
     */
    RedisAsyncCommands<String, String> commands() {
        StatefulRedisConnection<String, String> current = connection;
        if (current == null) {
            throw new RedisException("Redis has not been reached yet");
        }
        return current.async();
    }

    /**
     * Waits for an answer, until the command's timeout at the latest.
     *
     * @throws RedisException also when Redis has refused the command
     */
    <T> T await(RedisFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RedisCommandExecutionException)) {
                missed();
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    /** Since when Redis has answered every command of ours; before we were there nobody knows. */
    Instant answersSince() {
        return missedAt;
    }

    private void missed() {
        missedAt = clock.instant();
    }

    @Override
    public void start() {
        running = true;
        connect();
    }

    private void connect() {
        try {
            connection = client.connect();
        } catch (RedisException e) {
            if (running) {
                LOG.warn("Redis can't be reached, trying again: {}", e.getMessage());
                connector.schedule(this::connect, 1, TimeUnit.SECONDS);
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        connector.shutdownNow();
        client.shutdown(0, 1, TimeUnit.SECONDS);
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
