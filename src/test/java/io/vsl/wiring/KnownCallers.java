package io.vsl.wiring;

import io.vsl.platform.http.Problem;
import io.vsl.platform.security.Caller;
import org.apache.camel.Exchange;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Who calls, by two keys that stand here and not in PostgreSQL. */
@TestConfiguration(proxyBeanMethods = false)
class KnownCallers {

    static final String USER = "key of user123";
    static final String OPERATOR = "key of an operator";

    @Bean("authenticate")
    static Authenticate authenticate() {
        return new Authenticate();
    }

    /** In the place of the platform's own. */
    public static final class Authenticate {

        public void authenticate(Exchange exchange) {
            Object key = exchange.getMessage().removeHeader("X-API-Key");
            if (!USER.equals(key) && !OPERATOR.equals(key)) {
                throw Problem.unauthenticated("UNAUTHENTICATED", "The key is not valid", "ApiKey realm=\"vsl\"");
            }
            exchange.setProperty("caller", new Caller("user123", OPERATOR.equals(key)));
        }
    }
}
