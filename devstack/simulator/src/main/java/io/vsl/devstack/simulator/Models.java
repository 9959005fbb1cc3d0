package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The models there are: those that ship, and those of {@code DIR/models/*.json}, which win.
 */
final class Models {

    private static final Pattern BY_NAME = Pattern.compile("[^/:]+/[^/:]+");
    private static final Pattern BY_VERSION = Pattern.compile("(?:([^/:]+/[^/:]+):)?([0-9a-f]{64})");

    private final Map<String, Model> byName = new LinkedHashMap<>();

    Models(Path dir) throws IOException {
        for (String name : resource("index").lines().toList()) {
            add(resource(name + ".json"));
        }
        Path own = dir.resolve("models");
        if (Files.isDirectory(own)) {
            try (Stream<Path> files = Files.list(own)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                        .sorted()
                        .toList()) {
                    add(Files.readString(file));
                }
            }
        }
    }

    Collection<Model> all() {
        return byName.values();
    }

    Optional<Model> named(String owner, String name) {
        return Optional.ofNullable(byName.get(owner + "/" + name));
    }

    /** The model of {@code 64hex}, {@code owner/name:64hex} or, for official models only, {@code owner/name}. */
    Optional<Model> versioned(String reference) {
        if (BY_NAME.matcher(reference).matches()) {
            return Optional.ofNullable(byName.get(reference)).filter(Model::official);
        }
        var match = BY_VERSION.matcher(reference);
        if (!match.matches()) {
            return Optional.empty();
        }
        return byName.values().stream()
                .filter(model -> model.version().equals(match.group(2)))
                .filter(model -> match.group(1) == null || model.fullName().equals(match.group(1)))
                .findFirst();
    }

    private void add(String json) {
        Model model = Model.read(new JsonObject(json));
        byName.put(model.fullName(), model);
    }

    private static String resource(String name) {
        try (InputStream in = Models.class.getResourceAsStream("/models/" + name)) {
            if (in == null) {
                throw new IllegalStateException("No resource /models/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
