package io.vsl.delivery;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An outcome of which its user may want to be told.
 *
 * @param webhookUrl of the request; null without one
 * @param host       of {@code webhookUrl}, with its port; null without one
 * @param document   the value of {@code job.completed}
 */
public record Notice(
        UUID jobId,
        String userId,
        WebhookEvent event,
        @Nullable String webhookUrl,
        @Nullable String host,
        String document) {

    /** Another user's slow host is another receiver. */
    @Nullable
    String receiver() {
        return webhookUrl == null ? null : userId + " " + host;
    }
}
