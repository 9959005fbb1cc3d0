package io.vsl.submit;

import io.lettuce.core.RedisException;
import io.vsl.budget.KnownLimits;
import io.vsl.platform.http.Problem;
import io.vsl.platform.loop.Failures;
import io.vsl.platform.redis.RequestCounts;
import io.vsl.platform.redis.RequestCounts.Standing;
import io.vsl.platform.redis.RequestCounts.Window;
import io.vsl.platform.security.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts the requests of a user, in the hour and in the day, and refuses with 429 what is beyond. The headers
 * {@code X-RateLimit-*} tell of the one that has less left, whatever the answer will be. Operators are not counted, and
 * while Redis is away nobody is: a job is worth more than a count.
 */
@Component("limitRequests")
class LimitRequests {

    private static final Logger LOG = LoggerFactory.getLogger(LimitRequests.class);

    private final RequestCounts counts;
    private final KnownLimits limits;
    private final SubmitProperties properties;
    private final Clock clock;

    LimitRequests(RequestCounts counts, KnownLimits limits, SubmitProperties properties, Clock clock) {
        this.counts = counts;
        this.limits = limits;
        this.properties = properties;
        this.clock = clock;
    }

    /** @return fails with a Problem 429 */
    public CompletionStage<?> limit(@ExchangeProperty("caller") Caller caller, Exchange exchange) {
        if (caller.operator()) {
            return CompletableFuture.completedFuture(null);
        }
        Integer perHour = caller.requestsPerHour();
        Integer perDay = caller.requestsPerDay();
        return perHour != null && perDay != null
                ? limit(caller, windows(perHour, perDay), exchange)
                : limits.of(caller.userId())
                        .thenCompose(user -> limit(
                                caller,
                                windows(
                                        first(perHour, user.requestsPerHour(), properties.requestsPerHour()),
                                        first(perDay, user.requestsPerDay(), properties.requestsPerDay())),
                                exchange));
    }

    /** Of the key, of the user, or what all have. */
    private static int first(@Nullable Integer ofKey, @Nullable Integer ofUser, int ofAll) {
        return ofKey != null ? ofKey : ofUser != null ? ofUser : ofAll;
    }

    private CompletionStage<?> limit(Caller caller, List<Window> windows, Exchange exchange) {
        if (windows.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return counts.count(caller.userId(), windows)
                .thenAccept(standing -> limit(standing, exchange.getMessage()))
                .exceptionallyCompose(e -> withoutCount(Failures.of(e), caller));
    }

    /** What a Problem has refused stays so. */
    private static CompletionStage<Void> withoutCount(Throwable failure, Caller caller) {
        if (!(failure instanceof RedisException)) {
            return CompletableFuture.failedFuture(failure);
        }
        LOG.atWarn()
                .addKeyValue("action", "submit")
                .addKeyValue("userId", caller.userId())
                .log("A request could not be counted: {}", failure.getMessage());
        return CompletableFuture.completedFuture(null);
    }

    private void limit(Standing standing, Message message) {
        Duration wait = standing.ends().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        message.setHeader("X-RateLimit-Limit", standing.limit());
        message.setHeader("X-RateLimit-Remaining", standing.remaining());
        message.setHeader("X-RateLimit-Reset", clock.instant().plus(wait).getEpochSecond());
        if (!standing.granted()) {
            throw Problem.tooMany(
                    "RATE_LIMIT_EXCEEDED", "Your %d requests for now are used up".formatted(standing.limit()), wait);
        }
    }

    /** None where nothing is counted. */
    private static List<Window> windows(int perHour, int perDay) {
        return Stream.of(
                        new Window("hour", Duration.ofHours(1), perHour), new Window("day", Duration.ofDays(1), perDay))
                .filter(window -> window.limit() > 0)
                .toList();
    }
}
