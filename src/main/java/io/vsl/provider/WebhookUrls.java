package io.vsl.provider;

import io.vsl.job.AttemptContext;
import java.net.URI;
import org.springframework.dao.DataAccessException;

/** Makes the URLs of our webhooks, each with the context of one attempt; {@link WebhookUrl} reads them. */
public final class WebhookUrls {

    private final URI base;
    private final SignedContext contexts;

    /** @param base where providers reach us, without a slash at the end */
    public WebhookUrls(URI base, SignedContext contexts) {
        this.base = base;
        this.contexts = contexts;
    }

    /** @throws DataAccessException when no key is known yet and PostgreSQL can't be asked */
    public String of(AttemptContext context) {
        return "%s/webhook/%s?job=%s&attempt=%d&%s=%s"
                .formatted(
                        base,
                        context.providerName(),
                        context.job().jobId(),
                        context.attempt(),
                        SignedContext.PARAMETER,
                        contexts.sign(context));
    }
}
