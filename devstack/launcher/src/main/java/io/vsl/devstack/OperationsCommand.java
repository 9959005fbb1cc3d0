package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what operators had done. */
@Command(name = "operations", description = "Lists what operators had done, the newest first.")
final class OperationsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private OperatorStart operator = new OperatorStart();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many" + " (default: ${DEFAULT-VALUE}).")
    private int limit;

    OperationsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode operations =
                operator.client().get("/admin/operations?limit=" + limit).path("operations");
        for (JsonNode operation : operations) {
            terminal.line("%s  %s  %-8s %-9s %s  %d of %d  %s"
                    .formatted(
                            operation.path("startedAt").asText(),
                            operation.path("operationId").asText(),
                            operation.path("kind").asText(),
                            operation.path("state").asText(),
                            operation.path("requestedBy").asText(),
                            operation.at("/progress/records").asLong(),
                            operation.at("/progress/total").asLong(),
                            operation.path("request")));
            if (operation.has("error")) {
                terminal.line("  " + terminal.red(operation.path("error").asText()));
            }
        }
        return 0;
    }
}
