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

    /** KEYS[1]; ARGV: digest, seconds. Returns the digest that was there first. */
    private static final RedisScript<String> FIRST = RedisScript.ofText("""
            local first = redis.call('GET', KEYS[1])
            if first then return first end
            redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
            return ARGV[1]
            """);

    private final RedisConnection redis;

    IdempotencyKeys(RedisConnection redis) {
        this.redis = redis;
    }

    /**
     * Whether nothing else was asked for under that id in the last 24 hours.
     *
     * @return fails with a RedisException when Redis is away; with a RejectedScript when it is not, and answers nothing of
     *     use
     */
    public CompletionStage<Boolean> isSame(UUID jobId, String digest) {
        return FIRST.send(redis, List.of(KEY + jobId), digest, Long.toString(KEPT.toSeconds()))
                .thenApply(digest::equals);
    }
}
