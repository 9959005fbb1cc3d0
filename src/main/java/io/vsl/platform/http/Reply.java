package io.vsl.platform.http;

import org.jspecify.annotations.Nullable;

/**
 * What a call of the API is answered with.
 *
 * @param body     that becomes JSON; null of an answer without one
 * @param location where what was made is; null when nothing was
 */
public record Reply(
        int status, @Nullable Object body, @Nullable String location) {

    public static Reply ok(Object body) {
        return new Reply(200, body, null);
    }

    public static Reply created(Object body, String location) {
        return new Reply(201, body, location);
    }

    public static Reply accepted(Object body) {
        return new Reply(202, body, null);
    }

    public static Reply empty() {
        return new Reply(204, null, null);
    }
}
