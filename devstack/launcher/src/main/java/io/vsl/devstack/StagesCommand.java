package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how far the stages are, and what holds them. */
@Command(
        name = "stages",
        description = "Lists the stages that read records: what waits, what was given up, what holds them.")
final class StagesCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private OperatorStart operator = new OperatorStart();

    StagesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (JsonNode stage : operator.client().get("/admin/stages").path("stages")) {
            terminal.line("%-14s  %6d waiting  %6d dead letters"
                    .formatted(
                            stage.path("stage").asText(),
                            stage.path("lag").asLong(),
                            stage.path("deadLetters").asLong()));
            for (JsonNode hold : stage.path("holding")) {
                terminal.line("  "
                        + terminal.red("holds since %s at %s: %s"
                                .formatted(
                                        hold.path("since").asText(),
                                        hold.path("record").asText(),
                                        hold.path("reason").asText())));
            }
        }
        return 0;
    }
}
