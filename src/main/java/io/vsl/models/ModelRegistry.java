package io.vsl.models;

import io.vsl.job.ProviderNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The models now in force. Safe for use by many threads. */
public final class ModelRegistry {

    private static final String VARIABLE = "MODELS_CONFIG";

    private final @Nullable String text;
    private final Path file;
    private final String source;
    private final ProviderNames providers;
    private volatile Models current;

    /**
     * Reads the models.
     *
     * @param modelsConfig the setting {@code MODELS_CONFIG}: the JSON itself, or the path of a file when it doesn't
     *                     begin with a brace; null or blank when it isn't set
     * @param defaultFile  the file read when it isn't set, {@code config/models.json}
     * @throws InvalidModels when they can't be used
     */
    public ModelRegistry(@Nullable String modelsConfig, Path defaultFile) {
        this(modelsConfig, defaultFile, ProviderNames.DEFAULT);
    }

    /** The same, where others make media too. */
    public ModelRegistry(@Nullable String modelsConfig, Path defaultFile, ProviderNames providers) {
        this.providers = providers;
        String config = modelsConfig == null ? "" : modelsConfig.strip();
        boolean isText = config.startsWith("{");
        this.text = isText ? config : null;
        this.file = isText || config.isEmpty() ? defaultFile : pathOf(config);
        this.source = isText ? VARIABLE : file.toString();
        this.current = Models.parse(read(), source, providers);
    }

    /** The models now in force. Keep what it returns for as long as one decision takes. */
    public Models current() {
        return current;
    }

    /**
     * Reads the models again, and puts them in force when they have changed.
     *
     * @return whether they have
     * @throws InvalidModels when they can't be used as they now are; those in force stay
     */
    public synchronized boolean refresh() {
        String json = read();
        if (Models.fingerprintOf(json).equals(current.fingerprint())) {
            return false;
        }
        current = Models.parse(json, source, providers);
        return true;
    }

    private String read() {
        if (text != null) {
            return text;
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidModels(List.of(new InvalidModels.Fault(
                    source,
                    "",
                    "",
                    "can't be read as a file of UTF-8 text (%s)"
                            .formatted(e.getClass().getSimpleName()))));
        }
    }

    private static Path pathOf(String config) {
        try {
            return Path.of(config);
        } catch (InvalidPathException e) {
            throw new InvalidModels(List.of(new InvalidModels.Fault(
                    VARIABLE, "", "", "must be JSON that begins with a brace, or the path of a file")));
        }
    }
}
