package io.vsl.platform.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as operators see it, without the key.
 *
 * @param prefix          how it begins; null of one that VSL has not made
 * @param requestsPerHour the limit of this key alone, 0 for none; null for the one that all have
 * @param requestsPerDay  the same of a day
 * @param createdBy       the operator; null of one that nobody has asked for
 * @param lastUsedAt      to some minutes; null when it never was
 * @param revokedAt       null while it is valid
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiKey(
        UUID id,
        @Nullable String prefix,
        String userId,
        KeyScope scope,
        @Nullable String description,
        @Nullable Integer requestsPerHour,
        @Nullable Integer requestsPerDay,
        Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {}
