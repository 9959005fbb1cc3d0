package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** What a request is about. */
final class Asked {

    private Asked() {}

    /** A variable of the route's path. */
    static String variable(RoutingContext context, String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }

    /** The body, which must be an object. */
    static JsonObject object(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        if (body == null) {
            throw Problem.badRequest("A JSON object is needed");
        }
        return body;
    }

    static boolean pathEndsWith(RoutingContext context, String end) {
        String path = context.request().path();
        return path != null && path.endsWith(end);
    }
}
