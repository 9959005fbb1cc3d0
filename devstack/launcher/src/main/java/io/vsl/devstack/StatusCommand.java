package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one job. */
@Command(name = "status", description = "Shows a job of $VSL_URL, or of the local stack.")
final class StatusCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    @Parameters(paramLabel = "JOB", description = "The job's id.")
    private String jobId = "";

    @Option(
            names = {"-w", "--watch"},
            description = "Stay until it has ended; exit 0 only if it completed.")
    private boolean watch;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> stack = state.folder().environment();
        VslClient vsl = VslClient.from(System.getenv(), stack);
        JsonNode job = watch
                ? new JobWatch(vsl, terminal, StackEnvironment.speed(stack))
                        .untilEnd(List.of(jobId), JobWatch.LONGEST_JOB)
                        .get(0)
                : vsl.status(jobId);
        JobText.lines(job, terminal).forEach(terminal::line);
        return !watch || job.path("status").asText().equals("completed") ? 0 : 1;
    }
}
