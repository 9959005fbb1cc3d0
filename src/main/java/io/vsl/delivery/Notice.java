package io.vsl.delivery;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An outcome of a job, or the end of a batch, of which its user may want to be told.
 *
 * @param id         of the job or the batch: of each there is one notice, for good
 * @param webhookUrl of its request; null without one
 * @param host       of {@code webhookUrl}, with its port; null without one
 * @param document   JSON: of a job the value of {@code job.completed}, of a batch what the body says
 */
public record Notice(
        UUID id,
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
