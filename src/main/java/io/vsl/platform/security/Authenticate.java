package io.vsl.platform.security;

import io.vsl.platform.http.Problem;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Finds out who calls, by {@code X-API-Key}, and leaves it as the exchange property {@code caller}. */
@Component("authenticate")
class Authenticate {

    static final String CALLER = "caller";

    private static final Logger LOG = LoggerFactory.getLogger(Authenticate.class);

    private static final String HEADER = "X-API-Key";

    private static final int MAX_KEY_LENGTH = 256;

    private final ApiKeys keys;

    Authenticate(ApiKeys keys) {
        this.keys = keys;
    }

    public void authenticate(Exchange exchange) {
        Object key = exchange.getMessage().removeHeader(HEADER);
        exchange.getMessage().removeHeader("Authorization");
        if (!(key instanceof String text) || text.isBlank()) {
            throw Problem.of(401, "UNAUTHENTICATED", "Send your key in the header X-API-Key");
        }
        Caller caller = Optional.of(text)
                .filter(it -> it.length() <= MAX_KEY_LENGTH)
                .flatMap(this::find)
                .orElseThrow(() -> Problem.of(401, "UNAUTHENTICATED", "The key in X-API-Key is not valid"));
        exchange.setProperty(CALLER, caller);
    }

    private Optional<Caller> find(String key) {
        try {
            return keys.find(key);
        } catch (DataAccessException e) {
            LOG.atWarn().addKeyValue("action", "authenticate").setCause(e).log("API keys can't be looked up");
            throw Problem.unavailable("KEYS_UNAVAILABLE", "Keys can't be checked right now", Duration.ofSeconds(5));
        }
    }
}
