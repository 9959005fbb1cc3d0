package io.vsl.platform.http;

import org.jspecify.annotations.Nullable;

/**
 * What a call of the API is answered with.
 *
 * @param body      that becomes JSON; null of an answer without one
 * @param location  where what was made is, or tells of itself; null when there is none
 * @param hasSecret whether the body has a secret. Then nobody on its way may pack it: who can have a text of theirs beside
 *                  a secret learns from the length of both, packed together (BREACH)
 */
public record Reply(
        int status, @Nullable Object body, @Nullable String location, boolean hasSecret) {

    public static Reply ok(Object body) {
        return new Reply(200, body, null, false);
    }

    public static Reply created(Object body, String location) {
        return new Reply(201, body, location, false);
    }

    public static Reply accepted(Object body) {
        return new Reply(202, body, null, false);
    }

    public static Reply accepted(Object body, String location) {
        return new Reply(202, body, location, false);
    }

    public static Reply empty() {
        return new Reply(204, null, null, false);
    }

    /** The same, with a secret in its body. */
    public Reply withSecret() {
        return new Reply(status, body, location, true);
    }
}
