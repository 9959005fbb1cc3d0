package io.vsl.devstack.simulator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An output that a rule gives in the place of the model's own. Where <code>{{file:NAME}}</code> stands in a text of it,
 * there is the URL of a file of that name, which is not encoded.
 *
 * @param json {@code output}, any JSON; and {@code files}, which may be absent, by name: {@code base64}, the bytes, and
 *             {@code contentType}. What is absent of a file is as its name ends
 */
record GivenOutput(JsonObject json) {

    private static final Pattern FILE = Pattern.compile("\\{\\{file:(.+?)}}");
    private static final Set<String> OF_A_FILE = Set.of("base64", "contentType");
    private static final String BYTES = "application/octet-stream";

    /**
     * The output of a rule.
     *
     * @throws Problem 400 when there is none, or a file of it that can't be served
     */
    static GivenOutput read(JsonObject rule) {
        if (!rule.containsKey("output")) {
            throw Problem.badRequest("output is missing: any JSON, also null");
        }
        JsonObject json = new JsonObject().put("output", rule.getValue("output"));
        if (rule.containsKey("files")) {
            json.put("files", rule.getJsonObject("files"));
        }
        GivenOutput output = new GivenOutput(json);
        output.names().forEach(output::check);
        return output;
    }

    /** A text in which each placeholder has become what stands for its name. */
    static String replace(String text, UnaryOperator<String> byName) {
        return FILE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(byName.apply(found.group(1))));
    }

    /**
     * The output as the prediction has it.
     *
     * @param url of the file of a name
     */
    @Nullable
    Object shown(UnaryOperator<String> url) {
        return shown(json.getValue("output"), url);
    }

    /** The file of a name, or null when there is none. */
    @Nullable
    OutputFile file(String name) {
        if (!names().contains(name)) {
            return null;
        }
        MediaSpec kind = MediaSpec.named(name);
        JsonObject file = files().getJsonObject(name, new JsonObject());
        String contentType = file.getString("contentType", kind == null ? BYTES : kind.contentType());
        byte[] bytes = bytes(file);
        return new OutputFile(
                contentType,
                bytes == null
                        ? media -> media.get(Objects.requireNonNull(kind))
                        : media -> Future.succeededFuture(Buffer.buffer(bytes)));
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>(files().fieldNames());
        shown(name -> {
            names.add(name);
            return name;
        });
        return names;
    }

    private JsonObject files() {
        return json.getJsonObject("files", new JsonObject());
    }

    private void check(String name) {
        Object file = files().getValue(name, new JsonObject());
        if (!(file instanceof JsonObject given)
                || !OF_A_FILE.containsAll(given.fieldNames())
                || !given.stream().allMatch(member -> member.getValue() instanceof String)) {
            throw Problem.badRequest("A file has base64 and contentType, both texts: " + name);
        }
        if (name.contains("/")) {
            throw Problem.badRequest("A file's name has no slash: " + name);
        }
        try {
            if (bytes(given) == null && MediaSpec.named(name) == null) {
                throw Problem.badRequest("No file can be made for this name; give its base64 in files: " + name);
            }
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("base64 is not Base64, of " + name);
        }
    }

    private static byte @Nullable [] bytes(JsonObject file) {
        String base64 = file.getString("base64");
        return base64 == null ? null : Base64.getDecoder().decode(base64);
    }

    private static @Nullable Object shown(@Nullable Object value, UnaryOperator<String> url) {
        if (value instanceof String text) {
            return replace(text, url);
        }
        if (value instanceof JsonObject object) {
            JsonObject shown = new JsonObject();
            for (Map.Entry<String, Object> member : object) {
                shown.put(member.getKey(), shown(member.getValue(), url));
            }
            return shown;
        }
        if (value instanceof JsonArray array) {
            JsonArray shown = new JsonArray();
            array.forEach(item -> shown.add(shown(item, url)));
            return shown;
        }
        return value;
    }
}
