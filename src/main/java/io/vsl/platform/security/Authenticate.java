package io.vsl.platform.security;

import com.nimbusds.jose.KeySourceException;
import io.vsl.platform.http.Problem;
import io.vsl.platform.loop.Failures;
import io.vsl.platform.metrics.Refusals;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Finds out who calls, by {@code X-API-Key} or else {@code Authorization: Bearer}, and leaves it as the exchange
 * property {@code caller}.
 */
@Component("authenticate")
class Authenticate {

    static final String CALLER = "caller";

    private static final Logger LOG = LoggerFactory.getLogger(Authenticate.class);

    private static final String REFUSED = "auth";

    private static final String HEADER = "X-API-Key";

    private static final String BEARER = "Bearer ";

    private static final int MAX_KEY_LENGTH = 256;

    private static final int MAX_TOKEN_LENGTH = 8192;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final String KEY_CHALLENGE = "ApiKey realm=\"vsl\"";

    private static final String TOKEN_CHALLENGE = "Bearer realm=\"vsl\"";

    private final ApiKeys keys;
    private final AccessTokens tokens;
    private final Refusals refusals;
    private final ExecutorService aside;

    Authenticate(ApiKeys keys, AccessTokens tokens, Refusals refusals, @Qualifier("aside") ExecutorService aside) {
        this.aside = aside;
        this.keys = keys;
        this.tokens = tokens;
        this.refusals = refusals;
    }

    /** @return fails with a Problem 401, 403 or 503 */
    public CompletionStage<?> authenticate(Exchange exchange) {
        Object key = exchange.getMessage().removeHeader(HEADER);
        Object authorization = exchange.getMessage().removeHeader("Authorization");
        CompletionStage<Caller> caller = key == null && authorization instanceof String text && isBearer(text)
                // The issuer's keys may have to be fetched.
                ? CompletableFuture.supplyAsync(
                        () -> ofToken(text.substring(BEARER.length()).strip()), aside)
                : ofKey(key);
        return caller.thenAccept(found -> {
            if (found.readOnly() && !reads(exchange)) {
                throw Problem.of(403, "FORBIDDEN", "This key may look at everything and change nothing");
            }
            exchange.setProperty(CALLER, found);
        });
    }

    private static boolean reads(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof PlatformHttpEndpoint at
                && "GET".equals(at.getHttpMethodRestrict());
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    private CompletionStage<Caller> ofKey(@Nullable Object key) {
        if (!(key instanceof String text) || text.isBlank()) {
            refusals.count(
                    REFUSED,
                    "no-key",
                    "requests come without a key, or with several: something on the way drops"
                            + " X-API-Key or Authorization, or somebody tries what is there");
            throw unauthenticated(
                    tokens.areTaken()
                            ? "Send your key in the header X-API-Key, or a token as Authorization: Bearer"
                            : "Send your key in the header X-API-Key",
                    "");
        }
        return find(text)
                .thenApply(caller -> caller.orElseThrow(() -> {
                    refusals.count(
                            REFUSED,
                            "key",
                            "the key is not among those of api_keys in this database, or is"
                                    + " revoked; one that was tried before it was inserted is refused for vsl.security.key-cache");
                    return unauthenticated("The key in X-API-Key is not valid", "");
                }));
    }

    private Caller ofToken(String token) {
        if (!tokens.areTaken()) {
            refusals.count(REFUSED, "tokens-off", "tokens come, and none are taken: VSL_JWT_ISSUER is not set");
            throw unauthenticated("Tokens are not taken here: send your key in the header X-API-Key", "");
        }
        try {
            return find(token, refusal -> refusals.count(REFUSED, refusal.reason(), refusal.cause()))
                    .orElseThrow(() -> unauthenticated(
                            "The token in Authorization is not valid, or not any more", ", error=\"invalid_token\""));
        } catch (KeySourceException e) {
            LOG.atWarn()
                    .addKeyValue("action", "authenticate")
                    .addKeyValue("error", e.getMessage())
                    .log("The issuer's keys can't be had");
            throw Problem.unavailable("KEYS_UNAVAILABLE", "Tokens can't be checked right now", RETRY_AFTER);
        }
    }

    private Optional<Caller> find(String token, Consumer<TokenRefusal> refused) throws KeySourceException {
        if (token.length() > MAX_TOKEN_LENGTH) {
            refused.accept(TokenRefusal.MALFORMED);
            return Optional.empty();
        }
        return tokens.find(token, refused);
    }

    private CompletionStage<Optional<Caller>> find(String key) {
        if (key.length() > MAX_KEY_LENGTH) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return keys.find(key).exceptionallyCompose(e -> {
            LOG.atWarn()
                    .addKeyValue("action", "authenticate")
                    .setCause(Failures.of(e))
                    .log("API keys can't be looked up");
            return CompletableFuture.failedFuture(
                    Problem.unavailable("KEYS_UNAVAILABLE", "Keys can't be checked right now", RETRY_AFTER));
        });
    }

    /** @param fault of a token, as a parameter of its challenge (RFC 6750, section 3); empty when there was none */
    private Problem unauthenticated(String message, String fault) {
        return Problem.unauthenticated(
                "UNAUTHENTICATED",
                message,
                tokens.areTaken() ? KEY_CHALLENGE + ", " + TOKEN_CHALLENGE + fault : KEY_CHALLENGE);
    }
}
