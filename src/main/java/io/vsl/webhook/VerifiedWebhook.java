package io.vsl.webhook;

import io.vsl.provider.Webhook;

/**
 * A webhook that is from its provider.
 *
 * @param messageId the same when it is sent again
 */
record VerifiedWebhook(Webhook webhook, String messageId) {}
