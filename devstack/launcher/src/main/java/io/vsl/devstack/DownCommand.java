package io.vsl.devstack;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the stack in order. */
@Command(name = "down", description = "Stops everything. The data stays.")
final class DownCommand implements Callable<Integer> {

    private static final long LIMIT_SECONDS = 120;

    private final Terminal terminal;

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    DownCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Optional<ProcessHandle> supervisor = state.folder().supervisor();
        if (supervisor.isEmpty()) {
            terminal.line("VSL isn't up.");
            return 0;
        }
        long begin = System.nanoTime();
        supervisor.get().destroy();
        try {
            supervisor.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new UserError("VSL hasn't stopped within " + LIMIT_SECONDS + " s; its log is "
                    + state.folder().logs().resolve("supervisor.log"));
        }
        state.folder().forget();
        terminal.line("Stopped in " + Terminal.seconds((System.nanoTime() - begin) / 1e9) + ". The data stays.");
        return 0;
    }
}
