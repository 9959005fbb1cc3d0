package io.vsl.platform.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bucket that holds what a test says, without a Redis. */
public final class GivenRateLimit extends RateLimit {

    private int tokens = Integer.MAX_VALUE;
    private @Nullable RuntimeException failure;
    private final List<String> calls = new ArrayList<>();

    public GivenRateLimit() {
        super(null);
    }

    public void holds(int left) {
        tokens = left;
    }

    public void isAway() {
        failure = new RedisCommandTimeoutException("away");
    }

    /** It is there and can't count. */
    public void rejects() {
        failure = RejectedScript.of(new RedisCommandExecutionException("ERR wrong"))
                .orElseThrow();
    }

    /** What was asked of it. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Permits take(String name, int wanted, int perMinute, int capacity) {
        note("take %d of %s, %d a minute, %d at once".formatted(wanted, name, perMinute, capacity));
        int granted = Math.min(wanted, tokens);
        tokens -= granted;
        return new Permits(granted, Duration.ZERO);
    }

    @Override
    public void pause(String name, Duration time) {
        note("pause %s for %s".formatted(name, time));
    }

    private void note(String call) {
        calls.add(call);
        if (failure != null) {
            throw failure;
        }
    }
}
