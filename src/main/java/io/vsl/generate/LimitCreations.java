package io.vsl.generate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.RedisException;
import io.vsl.generate.Attempt.NotSent;
import io.vsl.platform.redis.RateLimit;
import io.vsl.platform.redis.RateLimit.Permits;
import io.vsl.platform.redis.RejectedScript;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How many predictions may be created now: what the account's rate allows, which all processes share, and nothing while
 * Replicate answers creations with errors. What may not be sent stays in Kafka; the stage holds it.
 *
 * <p>Without Redis nothing is held back here, and Replicate's own 429 does it. A Redis that is there and can't count holds
 * back everything.
 */
@Component("limitCreations")
class LimitCreations {

    private static final Logger LOG = LoggerFactory.getLogger(LimitCreations.class);

    private final RateLimit rateLimit;
    private final CircuitBreaker circuit;
    private final GenerateProperties properties;

    LimitCreations(RateLimit rateLimit, CircuitBreaker circuit, GenerateProperties properties) {
        this.rateLimit = rateLimit;
        this.circuit = circuit;
        this.properties = properties;
    }

    /** Settles those that may not be sent now as {@link NotSent}. */
    public void limit(@Body List<Attempt> attempts) {
        List<Attempt> wanted = attempts.stream().filter(Attempt::isToBeSent).toList();
        List<Attempt> allowed = wanted.stream().takeWhile(attempt -> circuit.tryAcquirePermission()).toList();
        wanted.stream().skip(allowed.size())
                .forEach(attempt -> attempt.settle(new NotSent("Replicate answers creations with errors")));
        if (allowed.isEmpty()) {
            return;
        }
        try {
            holdBack(allowed, granted(allowed.size()), "the account's rate of creations is used up");
        } catch (RejectedScript e) {
            LOG.atError().addKeyValue("action", "create-prediction").setCause(e)
                    .log("The rate of creations can't be counted: nothing is sent");
            holdBack(allowed, 0, "the rate of creations can't be counted: " + e.getMessage());
        }
    }

    private void holdBack(List<Attempt> allowed, int granted, String reason) {
        allowed.stream().skip(granted).forEach(attempt -> {
            circuit.releasePermission();
            attempt.settle(new NotSent(reason));
        });
    }

    private int granted(int wanted) {
        try {
            Permits permits = rateLimit.take(RateLimit.CREATIONS, wanted, properties.creationsPerMinute(), properties.burst());
            return permits.granted();
        } catch (RedisException e) {
            LOG.atWarn().addKeyValue("action", "create-prediction").addKeyValue("error", e.toString())
                    .log("Redis is away: creations are not limited here");
            return wanted;
        }
    }

    /** Replicate has answered, whatever it said. */
    void answered() {
        circuit.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    /** It is not known whether Replicate has taken a creation, or it can't be reached. */
    void failed(Throwable failure) {
        circuit.onError(0, TimeUnit.NANOSECONDS, failure);
    }

    /** Nothing was sent to Replicate after all. */
    void unused() {
        circuit.releasePermission();
    }

    /** Replicate wants no creations for a while, from any process. */
    void pause(Duration time) {
        try {
            rateLimit.pause(RateLimit.CREATIONS, time);
        } catch (RedisException | RejectedScript e) {
            LOG.atWarn().addKeyValue("action", "create-prediction").addKeyValue("error", e.toString())
                    .log("Creations can't be paused everywhere");
        }
    }
}
