package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares the sinks with the log. */
@Command(
        name = "verify",
        description = "Compares PostgreSQL, Redis and DynamoDB with the log; exit 0 only if all are equal.")
final class VerifyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private OperatorStart operator = new OperatorStart();

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode found = operator.done(terminal, "/admin/verifications", JsonNodeFactory.instance.objectNode());
        terminal.line("%d jobs in the log, %d ended, %d open"
                .formatted(
                        found.path("jobs").asLong(),
                        found.path("ended").asLong(),
                        found.path("open").asLong()));
        terminal.line("  %-14s %10s %10s %10s".formatted("", "missing", "different", "extra"));
        found.path("sinks")
                .properties()
                .forEach(sink -> terminal.line("  %-14s %10d %10d %10d"
                        .formatted(
                                sink.getKey(),
                                sink.getValue().path("missing").asLong(),
                                sink.getValue().path("different").asLong(),
                                sink.getValue().path("extra").asLong())));
        found.path("examples")
                .forEach(example -> terminal.line("  %-14s %s  %s"
                        .formatted(
                                example.path("sink").asText(),
                                example.path("jobId").asText(),
                                example.path("what").asText())));
        long changed = found.path("changedOutcomes").asLong();
        if (changed > 0) {
            terminal.line(terminal.red(changed + " jobs have two outcomes in the log"));
        }
        long differences = found.path("differences").asLong();
        String summary = differences + " differences";
        terminal.line(differences == 0 ? terminal.green(summary) : terminal.red(summary));
        return differences == 0 && changed == 0 ? 0 : 1;
    }
}
