package io.vsl.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Adds models of Replicate to models.json, and checks those that are there. The application does both, as
 * {@code vsl.jar models}: it knows how Replicate answers and how models.json is read. Here is what is typed, and whom to ask.
 */
@Command(
        name = "models",
        description = "Adds models of Replicate to config/models.json, and checks those that are there.")
final class ModelsCommand implements Callable<Integer> {

    private static final String TOKEN = "REPLICATE_API_TOKEN";
    private static final String URL = "REPLICATE_API_URL";

    private final Terminal terminal;
    private final List<String> application;
    private final Map<String, String> user;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    /**
     * @param application how the application is started, without arguments
     * @param user        the environment of who gave the command
     */
    ModelsCommand(Terminal terminal, List<String> application, Map<String, String> user) {
        this.terminal = terminal;
        this.application = application;
        this.user = user;
    }

    ModelsCommand(Terminal terminal) {
        this(
                terminal,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-jar",
                        Checkout.ofThisBuild().application().toString()),
                System.getenv());
    }

    @Override
    public Integer call() {
        CommandSpec typed = Objects.requireNonNull(spec);
        throw new ParameterException(typed.commandLine(), "Say add or check");
    }

    @Command(
            name = "add",
            description = {
                "Writes the entry of a model of Replicate, from the model's own schema. Replicate tells programs no price: look"
                        + " at the model's page, and say it.",
                "Needs $" + TOKEN + "; without one it asks the simulator of the stack that is up."
            })
    int add(
            @Parameters(
                            paramLabel = "OWNER/NAME",
                            description = "As Replicate has it; with :<64 hex digits> that version.")
                    String model,
            @Option(names = "--as", paramLabel = "ID", description = "Our name for it (default: Replicate's).")
                    @Nullable
                    String modelId,
            @Option(
                            names = "--media",
                            paramLabel = "TYPE",
                            description = "image, video or audio (default: as the model's example tells).")
                    @Nullable
                    String media,
            @Option(names = "--price", paramLabel = "USD", description = "What a run costs.") @Nullable String price,
            @Option(
                            names = "--per",
                            paramLabel = "UNIT",
                            description = "What the price is for: run, output or second (default: run).")
                    @Nullable
                    String per,
            @Option(names = "--of", paramLabel = "PARAM", description = "The parameter that says how many seconds.")
                    @Nullable
                    String of,
            @Option(
                            names = "--outputs",
                            paramLabel = "PARAM",
                            description =
                                    "The parameter that says how many outputs (default: num_outputs, if there is one).")
                    @Nullable
                    String outputs,
            @Option(
                            names = "--time",
                            paramLabel = "TIME",
                            description = "That a run usually takes, such as 20s (default: as its example took).")
                    @Nullable
                    String time,
            @Option(names = "--replace", description = "Replace an entry that is there; it keeps its price and time.")
                    boolean replace,
            @Mixin ModelsFileOption file)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("add", model, "--file=" + file.path(user)));
        put(arguments, "as", modelId);
        put(arguments, "media", media);
        put(arguments, "price", price);
        put(arguments, "per", per);
        put(arguments, "of", of);
        put(arguments, "outputs", outputs);
        put(arguments, "time", time);
        if (replace) {
            arguments.add("--replace");
        }
        return run(arguments);
    }

    @Command(
            name = "check",
            description = {
                "Says where the entries differ from what Replicate says of their models today: gone models and versions, newer"
                        + " versions, inputs that the model doesn't have, other bounds, choices and defaults.",
                "Exits with code 0 when nothing differs, and with 1 when something does."
            })
    int check(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Just these models.") @Nullable
                    List<String> modelIds,
            @Mixin ModelsFileOption file)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("check", "--file=" + file.path(user)));
        if (modelIds != null) {
            arguments.addAll(modelIds);
        }
        return run(arguments);
    }

    private static void put(List<String> arguments, String option, @Nullable String value) {
        if (value != null) {
            arguments.add("--" + option + "=" + value);
        }
    }

    /** What the application says on standard error is why it refuses. */
    private int run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(application);
        command.add("models");
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment());
        Process process = builder.start();
        process.getOutputStream().close();
        StringBuilder refusal = new StringBuilder();
        Thread errors = Thread.ofVirtual()
                .start(() -> process.errorReader().lines().forEach(line -> refusal.append(line)
                        .append('\n')));
        process.inputReader().lines().forEach(terminal::line);
        int code = process.waitFor();
        errors.join();
        if (code != 0 && !refusal.isEmpty()) {
            throw new UserError(refusal.toString().strip());
        }
        return code;
    }

    /** The user's own, and that of the stack where the user has no token. */
    private Map<String, String> environment() throws IOException {
        Map<String, String> environment = new HashMap<>(user);
        Map<String, String> stack = state.folder().environment();
        if (user.getOrDefault(TOKEN, "").isBlank() && stack.containsKey(TOKEN)) {
            environment.put(TOKEN, stack.get(TOKEN));
            environment.put(URL, stack.get(URL));
        }
        return environment;
    }
}
