package io.vsl.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user may ask for.
 *
 * @param budget          USD in a calendar month, in UTC; null is none
 * @param requestsPerHour of all their keys and tokens that have no limit of their own, 0 for none; null for the one that
 *                        all have
 * @param requestsPerDay  the same of a day
 * @param mediaRetentionDays for how long files are kept; null for what holds for all
 * @param changedAt       null of one who never had any limits
 * @param changedBy       the operator
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserLimits(
        String userId,
        @Nullable BigDecimal budget,
        @Nullable Integer requestsPerHour,
        @Nullable Integer requestsPerDay,
        @Nullable Integer mediaRetentionDays,
        @Nullable Instant changedAt,
        @Nullable String changedBy) {

    /** What is to be. */
    public UserLimits(
            String userId,
            @Nullable BigDecimal budget,
            @Nullable Integer requestsPerHour,
            @Nullable Integer requestsPerDay,
            @Nullable Integer mediaRetentionDays) {
        this(userId, budget, requestsPerHour, requestsPerDay, mediaRetentionDays, null, null);
    }

    /** Of a user about whom nobody has said anything. */
    public static UserLimits none(String userId) {
        return new UserLimits(userId, null, null, null, null);
    }
}
