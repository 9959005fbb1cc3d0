package io.vsl.platform.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.vsl.platform.health.Causes;
import io.vsl.platform.health.StoreState;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/**
 * What it means that Redis did not do what it was asked. Source: the error prefixes of Redis's own source (server.c).
 *
 * @param reason         a sentence for operators
 * @param leadsElsewhere whether another Redis takes writes where this one doesn't: to connect anew may help
 */
record RedisFault(StoreState state, String reason, boolean leadsElsewhere) {

    private static final Set<String> REPLICAS = Set.of("READONLY", "MASTERDOWN");

    private static final Set<String> LOGINS = Set.of("WRONGPASS", "NOAUTH", "NOPERM");

    static RedisFault of(Exception error) {
        Optional<String> answer = Causes.of(error)
                .filter(RedisCommandExecutionException.class::isInstance)
                .map(cause -> RedisErrors.ofCommand(String.valueOf(cause.getMessage())))
                .findFirst();
        if (answer.isPresent()) {
            return ofAnswer(answer.get().lines().findFirst().orElse(""));
        }
        if (Causes.of(error)
                .anyMatch(cause -> cause instanceof TimeoutException
                        || cause instanceof CancellationException
                        || cause instanceof RedisCommandTimeoutException)) {
            return new RedisFault(StoreState.AWAY, "it is silent", false);
        }
        return new RedisFault(
                Causes.isOfConfiguration(error) ? StoreState.WRONG : StoreState.AWAY, Causes.sentence(error), false);
    }

    private static RedisFault ofAnswer(String answer) {
        String prefix = answer.split(" ", 2)[0];
        boolean login = LOGINS.contains(prefix)
                || prefix.equals("ERR")
                        && answer.toUpperCase(Locale.ROOT).matches("ERR (.* )?(AUTH|PASSWORD|DB INDEX).*");
        return new RedisFault(login ? StoreState.WRONG : StoreState.REFUSING, answer, REPLICAS.contains(prefix));
    }
}
