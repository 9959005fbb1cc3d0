package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Submits one job. */
@Command(name = "submit", description = "Submits a job to $VSL_URL, or to the local stack.")
final class SubmitCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private StackFolderOption state = new StackFolderOption();

    @Option(names = "--model", required = true, paramLabel = "ID", description = "Such as flux-schnell.")
    private String model = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "image, video or audio (default: as" + " config/models.json has the model).")
    private @Nullable String mediaType;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What to make.")
    private @Nullable String prompt;

    @Option(names = "--param", paramLabel = "K=V", description = "One of the model's parameters.")
    private Map<String, String> parameters = Map.of();

    @Option(names = "--wait", description = "Stay until the job has ended; exit 0 only if it completed.")
    private boolean wait;

    SubmitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> stack = state.folder().environment();
        VslClient vsl = VslClient.from(System.getenv(), stack);
        String user = System.getenv().getOrDefault("VSL_USER_ID", stack.getOrDefault("VSL_USER_ID", "user123"));
        String type = mediaType != null
                ? mediaType
                : JobRequest.mediaType(Checkout.ofThisBuild().root().resolve("config/models.json"), model);
        JsonNode accepted = vsl.submit(JobRequest.of(user, type, model, prompt, parameters));
        String jobId = accepted.path("jobId").asText();
        if (!wait) {
            terminal.line(jobId);
            return 0;
        }
        JobWatch watch = new JobWatch(vsl, terminal, StackEnvironment.speed(stack));
        JsonNode job = watch.untilEnd(List.of(jobId), JobWatch.LONGEST_JOB).get(0);
        JobText.lines(job, terminal).forEach(terminal::line);
        return job.path("status").asText().equals("completed") ? 0 : 1;
    }
}
