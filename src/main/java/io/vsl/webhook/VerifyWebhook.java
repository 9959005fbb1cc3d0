package io.vsl.webhook;

import io.vsl.platform.http.Problem;
import io.vsl.platform.metrics.Refusals;
import io.vsl.provider.Providers;
import io.vsl.provider.Verdict;
import io.vsl.provider.Webhook;
import org.springframework.stereotype.Component;

/** Lets nobody go on whose request is not signed by the provider. */
@Component("verifyWebhook")
class VerifyWebhook {

    private final Providers providers;
    private final Refusals refusals;

    VerifyWebhook(Providers providers, Refusals refusals) {
        this.providers = providers;
        this.refusals = refusals;
    }

    public VerifiedWebhook verify(Webhook webhook) {
        return switch (providers.of(webhook.provider()).verify(webhook)) {
            case Verdict.Genuine genuine -> new VerifiedWebhook(webhook, genuine.messageId());
            case Verdict.Refused refused -> {
                refusals.count("webhook", refused.reason(), refused.likely());
                throw Problem.unauthenticated(
                        "INVALID_SIGNATURE",
                        "The webhook's signature is missing, wrong or too old",
                        "StandardWebhooks realm=\"vsl\"");
            }
        };
    }
}
