package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is an error, as Replicate writes it ({@code application/problem+json}).
 */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonObject body;
    private final @Nullable String retryAfter;

    private Problem(int status, JsonObject body, @Nullable String retryAfter) {
        super(body.getString("detail"), null, false, false);
        this.status = status;
        this.body = body;
        this.retryAfter = retryAfter;
    }

    static Problem of(int status, String title, String detail) {
        return new Problem(
                status,
                new JsonObject().put("title", title).put("detail", detail).put("status", status),
                null);
    }

    static Problem badRequest(String detail) {
        return of(400, "Bad request", detail);
    }

    static Problem unauthenticated() {
        return of(401, "Unauthenticated", "You did not pass a valid authentication token");
    }

    static Problem insufficientCredit() {
        return of(402, "Insufficient credit", "You have insufficient credit to run this model.");
    }

    static Problem notFound() {
        return of(404, "Not found", "The requested resource could not be found.");
    }

    static Problem invalidVersion() {
        return of(
                422,
                "Invalid version or not permitted",
                "The specified version does not exist (or perhaps you don't have permission to use it?)");
    }

    /**
     * A request whose body is at fault.
     *
     * @param faults every fault of it, at least one
     */
    static Problem invalidInput(List<InvalidField> faults) {
        StringBuilder detail = new StringBuilder();
        JsonArray fields = new JsonArray();
        for (InvalidField fault : faults) {
            detail.append("- ")
                    .append(fault.field())
                    .append(": ")
                    .append(fault.description())
                    .append('\n');
            fields.add(new JsonObject()
                    .put("type", fault.type())
                    .put("field", fault.field())
                    .put("description", fault.description()));
        }
        return of(422, "Input validation failed", detail.toString()).with("invalid_fields", fields);
    }

    static Problem throttled(long seconds) {
        return of(429, "Too many requests", "Request was throttled. Your rate limit resets in ~" + seconds + "s.");
    }

    /** The same error with one more member. */
    Problem with(String name, Object value) {
        return new Problem(status, body.copy().put(name, value), retryAfter);
    }

    /** The same error with a Retry-After header. */
    Problem retryAfter(int seconds) {
        return new Problem(status, body, Integer.toString(seconds));
    }

    /** The value of the Retry-After header, or null for none. */
    @Nullable
    String retryAfter() {
        return retryAfter;
    }

    int status() {
        return status;
    }

    JsonObject body() {
        return body;
    }

    /** One fault of a request's body; {@code field} is a path such as {@code input.seed}. */
    record InvalidField(String type, String field, String description) {}
}
