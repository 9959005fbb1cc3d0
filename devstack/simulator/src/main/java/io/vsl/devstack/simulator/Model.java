package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * A model as Replicate lists it, read from a JSON file.
 *
 * @param owner       the first half of its name
 * @param name        the second half of its name
 * @param description for people
 * @param official    whether it runs by name; others run by version only
 * @param version     64 hexadecimal digits
 * @param shortest    the least time a prediction runs
 * @param longest     the most time a prediction runs
 * @param input       what it takes
 * @param output      what it gives, for {@link OutputPlan}
 */
record Model(
        String owner,
        String name,
        String description,
        boolean official,
        String version,
        Duration shortest,
        Duration longest,
        InputSchema input,
        JsonObject output) {

    static Model read(JsonObject json) {
        JsonArray seconds = json.getJsonArray("predictSeconds");
        return new Model(
                json.getString("owner"),
                json.getString("name"),
                json.getString("description", ""),
                json.getBoolean("official", false),
                json.getString("version"),
                seconds(seconds.getDouble(0)),
                seconds(seconds.getDouble(1)),
                new InputSchema(json.getJsonObject("input")),
                json.getJsonObject("output"));
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    String fullName() {
        return owner + "/" + name;
    }

    /** The version as predictions show it: an official model hides it. */
    String shownVersion() {
        return official ? "hidden" : version;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("url", "https://replicate.com/" + fullName())
                .put("owner", owner)
                .put("name", name)
                .put("description", description)
                .put("visibility", "public")
                .put("is_official", official)
                .put("github_url", null)
                .put("paper_url", null)
                .put("license_url", null)
                .put("run_count", 1_000_000)
                .put("cover_image_url", null)
                .put("default_example", null)
                .put("latest_version", versionJson());
    }

    JsonObject versionJson() {
        JsonObject uri = new JsonObject().put("type", "string").put("format", "uri");
        JsonObject result = output.getBoolean("array", false)
                ? new JsonObject().put("type", "array").put("items", uri).put("title", "Output")
                : uri.put("title", "Output");
        JsonObject schemas = new JsonObject().put("Input", input.json()).put("Output", result);
        return new JsonObject()
                .put("id", version)
                .put("created_at", "2024-05-23T23:26:26.222931Z")
                .put("cog_version", "0.9.5")
                .put(
                        "openapi_schema",
                        new JsonObject()
                                .put("openapi", "3.0.2")
                                .put(
                                        "info",
                                        new JsonObject().put("title", "Cog").put("version", "0.1.0"))
                                .put("components", new JsonObject().put("schemas", schemas)));
    }
}
