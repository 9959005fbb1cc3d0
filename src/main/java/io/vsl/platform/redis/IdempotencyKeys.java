package io.vsl.platform.redis;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.springframework.stereotype.Component;

/** {@code idempotency:{jobId}}: what was asked for, as a digest, of jobs whose id follows from an Idempotency-Key. */
@Component
public class IdempotencyKeys {

    private static final String KEY = "idempotency:";

    private static final Duration KEPT = Duration.ofHours(24);

    /** KEYS[1]; ARGV: digest, seconds. Returns the digest that was there before; empty when there was none. */
    private static final RedisScript<String> REMEMBER = RedisScript.ofText("""
            local before = redis.call('GET', KEYS[1])
            if before then return before end
            redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
            return ''
            """);

    /** KEYS[1]. */
    private static final RedisScript<Long> FORGET = RedisScript.ofNumber("return redis.call('DEL', KEYS[1])");

    /** What was asked for under an id in the last 24 hours. */
    public enum Before {
        NOTHING,
        THE_SAME,
        ANOTHER
    }

    private final RedisConnection redis;

    IdempotencyKeys(RedisConnection redis) {
        this.redis = redis;
    }

    /**
     * What was asked for under that id before; when that is nothing, this is remembered.
     *
     * @return fails with a RedisException when Redis is away; with a RejectedScript when it is not, and answers nothing of
     *     use
     */
    public CompletionStage<Before> remember(UUID jobId, String digest) {
        return REMEMBER.send(redis, List.of(KEY + jobId), digest, Long.toString(KEPT.toSeconds()))
                .thenApply(before ->
                        before.isEmpty() ? Before.NOTHING : before.equals(digest) ? Before.THE_SAME : Before.ANOTHER);
    }

    /** @return fails with a RedisException when Redis is away */
    public CompletionStage<?> forget(UUID jobId) {
        return FORGET.send(redis, List.of(KEY + jobId));
    }
}
