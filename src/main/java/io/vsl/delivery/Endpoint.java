package io.vsl.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a user wants to be told of all their jobs.
 *
 * @param events       of which
 * @param failingSince when it failed first after its last success; null when its last try was taken, or there was none
 * @param disabledAt   null when it is enabled
 * @param reason       why it is disabled: {@code gone} after a 410, {@code failing} for too long, {@code asked} by the user
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"id", "userId", "url", "events", "description", "enabled"})
public record Endpoint(
        UUID id,
        String userId,
        String url,
        List<WebhookEvent> events,
        @Nullable String description,
        Instant createdAt,
        @Nullable Instant failingSince,
        @Nullable Instant disabledAt,
        @JsonProperty("disabledReason") @Nullable String reason) {

    /** Whether deliveries go to it, or are held. */
    @JsonProperty
    public boolean enabled() {
        return disabledAt == null;
    }
}
