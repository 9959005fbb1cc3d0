package io.vsl.platform.security;

import io.vsl.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param operator        may act for every user
 * @param readOnly        may look at what they may see, and change nothing
 * @param requestsPerHour the limit of this key alone, 0 for none; null for the one that all have
 * @param requestsPerDay  the same of a day
 */
public record Caller(
        String userId,
        boolean operator,
        boolean readOnly,
        @Nullable Integer requestsPerHour,
        @Nullable Integer requestsPerDay) {

    /** With the limits that all have. */
    public Caller(String userId, boolean operator) {
        this(userId, operator, null, null);
    }

    /** Who may change what they may see. */
    public Caller(
            String userId, boolean operator, @Nullable Integer requestsPerHour, @Nullable Integer requestsPerDay) {
        this(userId, operator, false, requestsPerHour, requestsPerDay);
    }

    /**
     * Whose things are meant: the caller's own when nobody is named.
     *
     * @throws Problem 403 when the caller may not act for whom is named
     */
    public String meant(@Nullable String namedUserId) {
        String meant = namedUserId == null ? userId : namedUserId;
        requireOwned(meant);
        return meant;
    }

    /**
     * The same of what an operator may have of all: null when all are meant.
     *
     * @throws Problem 403 when the caller may not act for whom is named
     */
    public @Nullable String meantOrAll(@Nullable String namedUserId) {
        return namedUserId == null && operator ? null : meant(namedUserId);
    }

    /** @throws Problem 403 when the request names a user whom the caller may not act for */
    public void requireOwned(String namedUserId) {
        if (!owns(namedUserId)) {
            throw Problem.of(403, "FORBIDDEN", "userId must be the user of your key");
        }
    }

    /** Whether the caller may see and touch what belongs to that user; null is nobody's. */
    public boolean owns(@Nullable String otherUserId) {
        return operator || userId.equals(otherUserId);
    }
}
