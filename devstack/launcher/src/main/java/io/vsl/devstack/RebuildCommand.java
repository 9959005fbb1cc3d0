package io.vsl.devstack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Empties a sink and has it take up the log from its beginning. */
@Command(
        name = "rebuild",
        description = {
            "Empties a sink and fills it again from the log.",
            "Until that is through, jobs are missing there."
        })
final class RebuildCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private OperatorStart operator = new OperatorStart();

    @Mixin
    private CopyOptions copy = new CopyOptions();

    @Parameters(paramLabel = "SINK", description = "sink-postgres, sink-redis or sink-dynamodb.")
    private String sink = "";

    RebuildCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("sink", sink);
        copy.into(request);
        terminal.line(OperatorStart.copied(operator.done(terminal, "/admin/rebuilds", request), sink, copy.isDryRun()));
        return 0;
    }
}
