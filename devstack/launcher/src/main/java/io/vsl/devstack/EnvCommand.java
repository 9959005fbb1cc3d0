package io.vsl.devstack;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the stack's environment for a shell. */
@Command(name = "env", description = "Prints export lines: eval \"$(./vsl env)\"")
final class EnvCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    EnvCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> environment = state.folder().environment();
        if (environment.isEmpty()) {
            throw new UserError("VSL isn't up: ./vsl up --detach");
        }
        terminal.line(StackEnvironment.exports(environment).stripTrailing());
        return 0;
    }
}
