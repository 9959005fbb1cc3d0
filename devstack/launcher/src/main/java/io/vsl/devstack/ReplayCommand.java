package io.vsl.devstack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a stage take up records again. */
@Command(
        name = "replay",
        description = {
            "Has a stage take up records of its topics again, from the beginning unless told.",
            "Nothing is charged again and no outcome changes."
        })
final class ReplayCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private OperatorStart operator = new OperatorStart();

    @Mixin
    private CopyOptions copy = new CopyOptions();

    @Parameters(paramLabel = "STAGE", description = "Such as store.")
    private String stage = "";

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only of these topics.")
    private List<String> topics = List.of();

    @Option(names = "--since", paramLabel = "INSTANT", description = "Such as 2026-01-01T00:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "INSTANT", description = "Before this one.")
    private @Nullable String until;

    @Option(names = "--partition", paramLabel = "N", description = "Only of this partition.")
    private @Nullable Integer partition;

    @Option(names = "--from-offset", paramLabel = "N", description = "Of that partition.")
    private @Nullable Long fromOffset;

    @Option(names = "--job", paramLabel = "ID", description = "Only of these jobs.")
    private List<String> jobs = List.of();

    @Option(
            names = "--remake",
            description = "Of render: make thumbnails, previews and waveforms again, with the settings of now.")
    private boolean remake;

    ReplayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        terminal.line(
                OperatorStart.copied(operator.done(terminal, "/admin/replays", request()), stage, copy.isDryRun()));
        return 0;
    }

    private ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("stage", stage);
        list(request, "topics", topics);
        list(request, "jobIds", jobs);
        if (since != null) {
            request.put("since", since);
        }
        if (until != null) {
            request.put("until", until);
        }
        if (partition != null) {
            request.put("partition", partition);
        }
        if (fromOffset != null) {
            request.put("fromOffset", fromOffset);
        }
        if (remake) {
            request.put("remake", true);
        }
        copy.into(request);
        return request;
    }

    private static void list(ObjectNode request, String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = request.putArray(name);
            values.forEach(list::add);
        }
    }
}
