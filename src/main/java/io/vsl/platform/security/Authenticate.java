package io.vsl.platform.security;

import com.nimbusds.jose.KeySourceException;
import io.vsl.platform.http.Problem;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Finds out who calls, by {@code X-API-Key} or else {@code Authorization: Bearer}, and leaves it as the exchange
 * property {@code caller}.
 */
@Component("authenticate")
class Authenticate {

    static final String CALLER = "caller";

    private static final Logger LOG = LoggerFactory.getLogger(Authenticate.class);

    private static final String HEADER = "X-API-Key";

    private static final String BEARER = "Bearer ";

    private static final int MAX_KEY_LENGTH = 256;

    private static final int MAX_TOKEN_LENGTH = 8192;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ApiKeys keys;
    private final Tokens tokens;

    Authenticate(ApiKeys keys, Tokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    public void authenticate(Exchange exchange) {
        Object key = exchange.getMessage().removeHeader(HEADER);
        Object authorization = exchange.getMessage().removeHeader("Authorization");
        exchange.setProperty(CALLER, key == null && authorization instanceof String text && isBearer(text)
                ? ofToken(text.substring(BEARER.length()).strip())
                : ofKey(key));
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    private Caller ofKey(@Nullable Object key) {
        if (!(key instanceof String text) || text.isBlank()) {
            throw unauthenticated(tokens.areTaken()
                    ? "Send your key in the header X-API-Key, or a token as Authorization: Bearer"
                    : "Send your key in the header X-API-Key");
        }
        return Optional.of(text)
                .filter(it -> it.length() <= MAX_KEY_LENGTH)
                .flatMap(this::find)
                .orElseThrow(() -> unauthenticated("The key in X-API-Key is not valid"));
    }

    private Caller ofToken(String token) {
        if (!tokens.areTaken()) {
            throw unauthenticated("Tokens are not taken here: send your key in the header X-API-Key");
        }
        try {
            return (token.length() > MAX_TOKEN_LENGTH ? Optional.<Caller>empty() : tokens.find(token))
                    .orElseThrow(() -> unauthenticated("The token in Authorization is not valid, or not any more"));
        } catch (KeySourceException e) {
            LOG.atWarn().addKeyValue("action", "authenticate").addKeyValue("error", e.getMessage())
                    .log("The issuer's keys can't be had");
            throw Problem.unavailable("KEYS_UNAVAILABLE", "Tokens can't be checked right now", RETRY_AFTER);
        }
    }

    private Optional<Caller> find(String key) {
        try {
            return keys.find(key);
        } catch (DataAccessException e) {
            LOG.atWarn().addKeyValue("action", "authenticate").setCause(e).log("API keys can't be looked up");
            throw Problem.unavailable("KEYS_UNAVAILABLE", "Keys can't be checked right now", RETRY_AFTER);
        }
    }

    private static Problem unauthenticated(String message) {
        return Problem.of(401, "UNAUTHENTICATED", message);
    }
}
