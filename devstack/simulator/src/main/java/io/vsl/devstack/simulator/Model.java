package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

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
 * @param output      what it gives
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
        OutputShape output) {

    private static final String EXAMPLE_FILES = "https://replicate.delivery/xezq/";

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
                new OutputShape(json.getJsonObject("output")));
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
                .put("default_example", example())
                .put("latest_version", versionJson());
    }

    JsonObject versionJson() {
        return new JsonObject()
                .put("id", version)
                .put("created_at", "2024-05-23T23:26:26.222931Z")
                .put("cog_version", "0.9.5")
                .put("openapi_schema", new ModelSchema(input, output).openApi());
    }

    /** A run that asked for nothing but the defaults. */
    private JsonObject example() {
        List<MediaSpec> files = OutputPlan.files(this, new JsonObject(), 0);
        List<Integer> indexes = IntStream.range(0, files.size()).boxed().toList();
        List<String> uris = indexes.stream()
                .map(index -> EXAMPLE_FILES + name + "/" + Prediction.name(index, files.get(index)))
                .toList();
        return new JsonObject()
                .put("id", "examp1e" + version.substring(0, 19))
                .put("model", fullName())
                .put("version", shownVersion())
                .put("status", Status.SUCCEEDED.wire())
                .put("input", new JsonObject())
                .put("output", output.of(indexes, uris))
                .put("error", null)
                .put("logs", "")
                .put(
                        "metrics",
                        new JsonObject()
                                .put("predict_time", shortest.plus(longest).toMillis() / 2_000.0));
    }
}
