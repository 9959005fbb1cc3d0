package io.vsl.generate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.RedisException;
import io.vsl.job.PredictionRequest;
import io.vsl.ledger.Fate;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.redis.RateLimit;
import io.vsl.platform.redis.RejectedScript;
import io.vsl.provider.Creation;
import io.vsl.provider.Creation.Created;
import io.vsl.provider.Creation.Held;
import io.vsl.provider.Creation.NotSent;
import io.vsl.provider.Creation.Refused;
import io.vsl.provider.Creation.Unknown;
import io.vsl.provider.Creation.Unreachable;
import io.vsl.provider.Limits;
import io.vsl.provider.Providers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How many predictions may be created now: what each account's rate allows, which all processes share, and nothing while a
 * provider answers creations with errors. What may not be sent stays in Kafka; the stage holds it.
 *
 * <p>Without Redis nothing is held back here, and the provider's own refusal does it. A Redis that is there and can't
 * count holds back everything.
 */
@Component("limitCreations")
class LimitCreations {

    private static final Logger LOG = LoggerFactory.getLogger(LimitCreations.class);

    private final RateLimit rateLimit;
    private final Circuits circuits;
    private final Providers providers;

    LimitCreations(RateLimit rateLimit, Circuits circuits, Providers providers) {
        this.rateLimit = rateLimit;
        this.circuits = circuits;
        this.providers = providers;
    }

    /** Settles those that may not be sent now, and those that no provider makes. */
    public void limit(Attempts attempts) {
        attempts.ours().stream()
                .filter(Attempt::isToBeSent)
                .filter(this::isOfAProvider)
                .collect(Collectors.groupingBy(Attempt::provider))
                .forEach(this::limit);
    }

    /** What the ledger has kept may name one that is gone. */
    private boolean isOfAProvider(Attempt attempt) {
        try {
            providers.of(attempt.provider());
            return true;
        } catch (InvalidRecord e) {
            attempt.fail(e);
            return false;
        }
    }

    private void limit(String provider, List<Attempt> wanted) {
        CircuitBreaker circuit = circuits.of(provider);
        List<Attempt> allowed = wanted.stream()
                .takeWhile(attempt -> circuit.tryAcquirePermission())
                .toList();
        wanted.stream()
                .skip(allowed.size())
                .forEach(attempt -> attempt.settle(
                        new Fate.NotSent(providers.of(provider).title() + " answers creations with errors")));
        if (allowed.isEmpty()) {
            return;
        }
        try {
            holdBack(circuit, allowed, granted(provider, allowed.size()), "the account's rate of creations is used up");
        } catch (RejectedScript e) {
            LOG.atError()
                    .addKeyValue("action", "create-prediction")
                    .setCause(e)
                    .log("The rate of creations can't be counted: nothing is sent");
            holdBack(circuit, allowed, 0, "the rate of creations can't be counted: " + e.getMessage());
        }
    }

    private static void holdBack(CircuitBreaker circuit, List<Attempt> allowed, int granted, String reason) {
        allowed.stream().skip(granted).forEach(attempt -> {
            circuit.releasePermission();
            attempt.settle(new Fate.NotSent(reason));
        });
    }

    private int granted(String provider, int wanted) {
        Limits limits = providers.of(provider).limits();
        try {
            return rateLimit
                    .take(bucket(provider), wanted, limits.perMinute(), limits.burst())
                    .granted();
        } catch (RedisException e) {
            LOG.atWarn()
                    .addKeyValue("action", "create-prediction")
                    .addKeyValue("error", e.toString())
                    .log("Redis is away: creations are not limited here");
            return wanted;
        }
    }

    /** What an attempt that was sent, or was to be, says of those after it. */
    void learn(String provider, Creation creation) {
        CircuitBreaker circuit = circuits.of(provider);
        switch (creation) {
            case Created created -> circuit.onSuccess(0, TimeUnit.NANOSECONDS);
            case Refused refused -> circuit.onSuccess(0, TimeUnit.NANOSECONDS);
            case Held held -> {
                circuit.onSuccess(0, TimeUnit.NANOSECONDS);
                hold(provider, held);
            }
            case NotSent notSent -> circuit.releasePermission();
            case Unreachable unreachable ->
                circuit.onError(0, TimeUnit.NANOSECONDS, new IOException(unreachable.reason()));
            case Unknown unknown -> circuit.onError(0, TimeUnit.NANOSECONDS, new IOException(unknown.reason()));
        }
    }

    private void hold(String provider, Held held) {
        pause(provider, held.pause());
        if (held.ofAccount()) {
            LOG.atError()
                    .addKeyValue("action", "create-prediction")
                    .addKeyValue("reason", held.reason())
                    .log(
                            "{} does not serve this account: creations wait until that is put right",
                            providers.of(provider).title());
        }
    }

    /** No creations for a while, of any process. */
    private void pause(String provider, Duration time) {
        try {
            rateLimit.pause(bucket(provider), time);
        } catch (RedisException | RejectedScript e) {
            LOG.atWarn()
                    .addKeyValue("action", "create-prediction")
                    .addKeyValue("error", e.toString())
                    .log("Creations can't be paused everywhere");
        }
    }

    /** The default provider's has the name that it had before there were others. */
    private static String bucket(String provider) {
        return provider.equals(PredictionRequest.DEFAULT_PROVIDER)
                ? RateLimit.CREATIONS
                : RateLimit.CREATIONS + ":" + provider;
    }
}
