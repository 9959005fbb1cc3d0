package io.vsl.devstack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starting the stack and showing how it comes up, for the commands that do. */
final class StackStart {

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    @Option(names = "--port-base", paramLabel = "N", description = PortOptions.DESCRIPTION)
    private @Nullable Integer portBase;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "10",
            description = "How many times faster than Replicate the simulator is (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--no-app", hidden = true, description = "The servers without the application.")
    private boolean noApplication;

    StackFolder folder() {
        return state.folder();
    }

    /**
     * Starts the stack and returns when it is up, each service shown as it gets ready.
     *
     * @param detached whether it stays when this process has ended; otherwise it is stopped then
     */
    Background start(Terminal terminal, boolean detached) throws IOException, InterruptedException {
        Background background = Background.start(folder(), options(), detached);
        if (!detached) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(background, terminal), "stop"));
        }
        terminal.line(terminal.bold("Starting VSL") + terminal.dim("  logs in " + folder().logs()));
        long begin = System.nanoTime();
        background.awaitUp((service, address, millis) -> terminal.line("  %s %-20s  %-16s %8s"
                .formatted(terminal.green("✓"), service.title(), address, Terminal.seconds(millis / 1000.0))));
        terminal.line(terminal.green("Up") + " in " + Terminal.seconds((System.nanoTime() - begin) / 1e9));
        return background;
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of("--speed", String.valueOf(speed)));
        if (portBase != null) {
            options.addAll(List.of("--port-base", String.valueOf(portBase)));
        }
        if (noApplication) {
            options.add("--no-app");
        }
        return options;
    }

    private static void stop(Background background, Terminal terminal) {
        if (!background.isAlive()) {
            return;
        }
        try {
            terminal.line("Stopping");
            background.stop();
            terminal.line("Stopped. The data stays.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
