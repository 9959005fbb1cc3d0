package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * How an output is put together from the URIs of its files, by the {@code output} object of its model: one URI; with
 * {@code "array": true} a list; with {@code members} an object of files, each member a plan of its own; with {@code text}
 * no file, but that text.
 */
record OutputShape(JsonObject plan) {

    /** The plan of each file that a run makes, {@code count} aside. */
    List<JsonObject> plans() {
        if (plan.containsKey("text")) {
            return List.of();
        }
        return members().isEmpty()
                ? List.of(plan)
                : names().stream().map(members()::getJsonObject).toList();
    }

    /**
     * The output.
     *
     * @param indexes of the files that there are
     * @param uris    of the same files, one each
     */
    Object of(List<Integer> indexes, List<String> uris) {
        if (plan.containsKey("text")) {
            return plan.getString("text");
        }
        if (!members().isEmpty()) {
            JsonObject object = new JsonObject();
            for (int i = 0; i < indexes.size(); i++) {
                object.put(names().get(indexes.get(i)), uris.get(i));
            }
            return object;
        }
        return plan.getBoolean("array", false) ? new JsonArray(uris) : uris.get(0);
    }

    /** The schema {@code Output}. */
    JsonObject schema() {
        JsonObject schema = new JsonObject().put("title", "Output");
        if (plan.containsKey("text")) {
            return schema.put("type", "string");
        }
        if (!members().isEmpty()) {
            JsonObject properties = new JsonObject();
            names().forEach(name -> properties.put(name, uri().put("title", ModelSchema.title(name))));
            return schema.put("type", "object")
                    .put("required", new JsonArray(names()))
                    .put("properties", properties);
        }
        return plan.getBoolean("array", false)
                ? schema.put("type", "array").put("items", uri())
                : schema.mergeIn(uri());
    }

    private List<String> names() {
        return List.copyOf(members().fieldNames());
    }

    /** The plans of an object's files, by name. */
    private JsonObject members() {
        return plan.getJsonObject("members", new JsonObject());
    }

    private static JsonObject uri() {
        return new JsonObject().put("type", "string").put("format", "uri");
    }
}
