package io.vsl.platform.redis;

import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Token buckets that all processes share, by Redis's own clock: {@code ratelimit:<name>}, a hash of {@code tokens},
 * {@code at} (ms) and {@code paused} (until when nothing is granted, ms).
 */
@Component
public class RateLimit {

    /** The bucket of creations at Replicate. */
    public static final String CREATIONS = "replicate:creations";

    private static final String KEY = "ratelimit:";

    /** KEYS[1]; ARGV: tokens per minute, capacity, tokens wanted. Returns tokens granted and ms until there is one more. */
    private static final RedisScript<List<Long>> TAKE = RedisScript.ofNumbers("""
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at', 'paused')
            local paused = tonumber(bucket[3] or '0')
            if paused > now then return {0, paused - now} end
            local rate, capacity = ARGV[1] / 60000, tonumber(ARGV[2])
            local since = math.max(0, now - tonumber(bucket[2] or '0'))
            local tokens = math.min(capacity, tonumber(bucket[1] or ARGV[2]) + since * rate)
            local granted = math.min(tonumber(ARGV[3]), math.floor(tokens))
            tokens = tokens - granted
            redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
            redis.call('PEXPIRE', KEYS[1], math.ceil(capacity / rate) + 60000)
            return {granted, math.ceil(math.max(0, 1 - tokens) / rate)}
            """);

    /** KEYS[1]; ARGV: ms. An earlier and longer pause stands. */
    private static final RedisScript<Long> PAUSE = RedisScript.ofNumber("""
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local paused = tonumber(redis.call('HGET', KEYS[1], 'paused') or '0')
            redis.call('HSET', KEYS[1], 'paused', math.max(paused, now + ARGV[1]))
            redis.call('PEXPIRE', KEYS[1], math.max(redis.call('PTTL', KEYS[1]), ARGV[1] + 60000))
            return 1
            """);

    /** KEYS[1]. Returns ms. */
    private static final RedisScript<Long> PAUSED = RedisScript.ofNumber("""
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            return math.max(0, tonumber(redis.call('HGET', KEYS[1], 'paused') or '0') - now)
            """);

    private final RedisConnection redis;

    RateLimit(RedisConnection redis) {
        this.redis = redis;
    }

    /**
     * What a bucket gave.
     *
     * @param granted no more than was asked for
     * @param next    how long until there is one more
     */
    public record Permits(int granted, Duration next) {}

    /**
     * Takes up to that many tokens. A bucket that isn't there is full.
     *
     * @throws RedisException when Redis is away
     * @throws RejectedScript when it is not, and grants nothing for that reason
     */
    public Permits take(String name, int wanted, int perMinute, int capacity) {
        List<Long> answer = TAKE.run(
                redis,
                List.of(KEY + name),
                Integer.toString(perMinute),
                Integer.toString(capacity),
                Integer.toString(wanted));
        return new Permits(answer.get(0).intValue(), Duration.ofMillis(answer.get(1)));
    }

    /**
     * How long the bucket still grants nothing, because it was paused.
     *
     * @throws RedisException when Redis is away
     * @throws RejectedScript when it is not, and rejects this
     */
    public Duration paused(String name) {
        return Duration.ofMillis(PAUSED.run(redis, List.of(KEY + name)));
    }

    /**
     * Grants nothing for a while.
     *
     * @throws RedisException when Redis is away
     * @throws RejectedScript when it is not, and rejects this
     */
    public void pause(String name, Duration time) {
        PAUSE.run(redis, List.of(KEY + name), Long.toString(time.toMillis()));
    }
}
