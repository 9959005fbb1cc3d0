package io.vsl.devstack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks for the end of a job. */
@Command(name = "cancel", description = "Cancels a job of $VSL_URL, or of the local stack.")
final class CancelCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    @Parameters(paramLabel = "JOB", description = "The job's id.")
    private String jobId = "";

    CancelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        VslClient vsl = VslClient.from(System.getenv(), state.folder().environment());
        terminal.line(vsl.post("/jobs/" + jobId + "/cancel", JsonNodeFactory.instance.objectNode())
                .path("message")
                .asText());
        return 0;
    }
}
