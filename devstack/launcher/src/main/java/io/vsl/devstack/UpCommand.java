package io.vsl.devstack;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything; stays until Ctrl-C, or leaves it running. */
@Command(name = "up", description = "Starts everything and stays until Ctrl-C.")
final class UpCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private StackStart start = new StackStart();

    @Option(
            names = {"-d", "--detach"},
            description = "Leave it running and come back when it is ready.")
    private boolean detach;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (start.folder().supervisor().isPresent()) {
            Map<String, String> environment = start.folder().environment();
            terminal.line(environment.isEmpty() ? "VSL is starting already." : "VSL is up already.");
            showLinks(terminal, environment);
            return 0;
        }
        Background background = start.start(terminal, detach);
        showLinks(terminal, start.folder().environment());
        if (!detach) {
            terminal.line(terminal.dim("Ctrl-C stops it."));
            background.awaitEnd();
        }
        return 0;
    }

    /** Where to go from here. */
    static void showLinks(Terminal terminal, Map<String, String> environment) {
        String url = environment.get("VSL_URL");
        if (url != null) {
            terminal.line("");
            terminal.line("  API          " + url);
            terminal.line("  API docs     " + url + "/docs");
            terminal.line("  Environment  " + terminal.bold("eval \"$(./vsl env)\""));
            terminal.line("  Try it       "
                    + terminal.bold("./vsl submit --model flux-schnell --prompt 'a lighthouse'" + " --wait"));
            terminal.line("");
        }
    }
}
