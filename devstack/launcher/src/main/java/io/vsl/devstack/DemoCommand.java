package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Shows what VSL does: an image, a video and an audio file, made, stored and fetched. A stack that this command starts
 * ends with it; one that was up before stays.
 */
@Command(name = "demo", description = "Starts everything and makes an image, a video and an audio file.")
final class DemoCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Terminal terminal;

    @Mixin
    private StackStart start = new StackStart();

    @Option(names = "--once", description = "Stop everything afterwards; exit 0 only if all three completed.")
    private boolean once;

    @Option(
            names = "--into",
            defaultValue = "vsl-demo",
            paramLabel = "DIR",
            description = "Where the files are saved" + " (default: ${DEFAULT-VALUE}).")
    private Path into = Path.of("vsl-demo");

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Background> background =
                start.folder().environment().isEmpty() ? Optional.of(start.start(terminal, false)) : Optional.empty();
        Map<String, String> stack = start.folder().environment();
        boolean made = make(
                new VslClient(
                        Objects.requireNonNull(stack.get("VSL_URL")), Objects.requireNonNull(stack.get("VSL_API_KEY"))),
                stack);
        if (background.isPresent() && !once) {
            UpCommand.showLinks(terminal, stack);
            terminal.line(terminal.dim("Ctrl-C stops it."));
            background.get().awaitEnd();
        }
        if (background.isEmpty()) {
            terminal.line(terminal.dim("VSL was up before and stays up: ./vsl down stops it."));
        }
        return made ? 0 : 1;
    }

    private boolean make(VslClient vsl, Map<String, String> stack) throws IOException, InterruptedException {
        String user = Objects.requireNonNull(stack.get("VSL_USER_ID"));
        String picture = stack.get("SIMULATOR_URL") + "/_sim/sample.png";
        terminal.line("");
        List<String> jobIds = new ArrayList<>();
        for (JsonNode request : List.of(
                JobRequest.of(
                        user, "image", "flux-schnell", "a lighthouse at dawn, in the style of a woodcut", Map.of()),
                JobRequest.of(user, "video", "stability-video", null, Map.of("image", picture)),
                JobRequest.of(user, "audio", "musicgen", "slow piano over rain", Map.of("duration", "8")))) {
            jobIds.add(vsl.submit(request).path("jobId").asText());
        }
        boolean all = true;
        JobWatch watch = new JobWatch(vsl, terminal, StackEnvironment.speed(stack));
        for (JsonNode job : watch.untilEnd(jobIds, LIMIT)) {
            terminal.line("");
            JobText.lines(job, terminal).forEach(terminal::line);
            all &= save(vsl, job);
        }
        return all;
    }

    private boolean save(VslClient vsl, JsonNode job) throws IOException, InterruptedException {
        JsonNode result = job.path("result");
        if (result.isMissingNode()) {
            return false;
        }
        String name = job.path("mediaType").asText() + "-" + job.path("modelId").asText();
        String url = result.path("originalUrl").asText();
        Path file = into.resolve(name + extension(url));
        vsl.download(
                url,
                file,
                result.path("fileSize").asLong(),
                result.path("sha256").asText());
        saved(file);
        for (JobText.Member link : JobText.DERIVED) {
            String derived = result.path(link.name()).asText();
            if (!derived.isEmpty()) {
                Path beside = into.resolve(name + "-" + link.word() + extension(derived));
                vsl.download(derived, beside);
                saved(beside);
            }
        }
        return true;
    }

    private void saved(Path file) {
        terminal.line("  " + terminal.green("saved") + "      "
                + file.toAbsolutePath().normalize());
    }

    private static String extension(String url) {
        String path = URI.create(url).getPath();
        return path.substring(path.lastIndexOf('.'));
    }
}
