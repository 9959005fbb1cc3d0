package io.vsl.platform.security;

/**
 * Who calls.
 *
 * @param operator may act for every user
 */
public record Caller(String userId, boolean operator) {

    /** Whether the caller may see and touch what belongs to that user. */
    public boolean owns(String otherUserId) {
        return operator || userId.equals(otherUserId);
    }
}
