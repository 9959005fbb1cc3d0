package io.vsl.devstack;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which models.json a command is about. */
final class ModelsFileOption {

    private static final String VARIABLE = "MODELS_CONFIG";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The models (default: the path in $" + VARIABLE + ", or config/models.json).")
    private @Nullable Path file;

    /** @throws UserError when the models stand in the environment, where nothing can be written */
    Path path(Map<String, String> environment) {
        String variable = environment.getOrDefault(VARIABLE, "").strip();
        if (file == null && variable.startsWith("{")) {
            throw new UserError("$" + VARIABLE + " is the models themselves and no path: say --file");
        }
        Path path = file != null
                ? file
                : variable.isEmpty() ? Checkout.ofThisBuild().root().resolve("config/models.json") : Path.of(variable);
        return path.toAbsolutePath().normalize();
    }
}
