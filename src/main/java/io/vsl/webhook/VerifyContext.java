package io.vsl.webhook;

import io.vsl.platform.http.Problem;
import io.vsl.platform.metrics.Refusals;
import io.vsl.provider.Providers;
import io.vsl.provider.SignedContext;
import org.apache.camel.Exchange;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Lets nobody go on whose URL doesn't have a context that we signed: headers can't prove who calls, the URL can. */
@Component("verifyContext")
class VerifyContext {

    private final SignedContext contexts;
    private final Providers providers;
    private final Refusals refusals;

    VerifyContext(SignedContext contexts, Providers providers, Refusals refusals) {
        this.contexts = contexts;
        this.providers = providers;
        this.refusals = refusals;
    }

    /** @throws DataAccessException when the key is not known yet and PostgreSQL can't be asked: Replicate tries again */
    public void verify(Exchange exchange, String provider) {
        Object token = exchange.getMessage().getHeader(SignedContext.PARAMETER);
        if (token instanceof String text) {
            contexts.look(text);
        }
        if (!(token instanceof String text) || contexts.verify(text).isEmpty()) {
            refusals.count(
                    "webhook",
                    "context",
                    "the URL's context is missing or not signed by us: its key has changed"
                            + " since the job was sent, it is another installation's, something on the way changes URLs, or"
                            + " somebody else calls");
            throw Problem.of(
                    400,
                    "INVALID_CONTEXT",
                    "The query parameter context must be the one that we gave to "
                            + providers.of(provider).title());
        }
    }
}
