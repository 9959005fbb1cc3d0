package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Shows what stages have given up, and sends it back. */
@Command(
        name = "dead-letters",
        description = "Lists dead letters, the newest first; shows one; has them taken up again.")
final class DeadLettersCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private OperatorStart operator = new OperatorStart();

    @Parameters(paramLabel = "STAGE", arity = "0..1", description = "Of this one (default: of all).")
    private @Nullable String stage;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many" + " (default: ${DEFAULT-VALUE}).")
    private int limit;

    DeadLettersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode page =
                operator.client().get("/admin/dead-letters?limit=" + limit + (stage == null ? "" : "&stage=" + stage));
        if (page.path("deadLetters").isEmpty()) {
            terminal.line("No dead letters");
        }
        for (JsonNode letter : page.path("deadLetters")) {
            terminal.line("%s  %-14s %s:%s  %s  %s"
                    .formatted(
                            letter.path("time").asText(),
                            letter.path("stage").asText(),
                            letter.path("partition").asText(),
                            letter.path("offset").asText(),
                            letter.path("jobId").asText("-"),
                            letter.path("reason").asText()));
        }
        if (page.has("nextCursor")) {
            terminal.line(terminal.dim("There are more: --limit"));
        }
        return 0;
    }

    @Command(name = "show", description = "Shows one with its headers and value.")
    int show(
            @Parameters(paramLabel = "STAGE", description = "Whose it is.") String of,
            @Parameters(paramLabel = "P:O", converter = ReadPosition.class, description = "Its partition and offset.")
                    RecordPosition place)
            throws IOException, InterruptedException {
        JsonNode letter =
                operator.client().get("/admin/dead-letters/%s/%d/%d".formatted(of, place.partition(), place.offset()));
        letter.path("headers")
                .properties()
                .forEach(header -> terminal.line(terminal.bold(header.getKey()) + "  "
                        + header.getValue().asText()));
        terminal.line("");
        terminal.line(letter.path("value").asText()
                + (letter.path("valueEncoding").asText().equals("base64") ? terminal.dim("  (base64)") : ""));
        return 0;
    }

    @Command(
            name = "redrive",
            description = "Has the stage take up these records again, as they stood where it read them.")
    int redrive(
            @Mixin CopyOptions copy,
            @Parameters(paramLabel = "STAGE", description = "Whose they are.") String of,
            @Parameters(
                            paramLabel = "P:O",
                            arity = "0..*",
                            converter = ReadPosition.class,
                            description = "Partition and offset of each.")
                    @Nullable
                    List<RecordPosition> places,
            @Option(names = "--all", description = "All of the stage's.") boolean all,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Of all, those whose reason has this text.")
                    @Nullable
                    String reason,
            @Option(names = "--value", paramLabel = "FILE", description = "With this value, of one record alone.")
                    @Nullable
                    Path value)
            throws IOException, InterruptedException {
        List<RecordPosition> chosen = places == null ? List.of() : places;
        if (value != null && chosen.size() != 1) {
            throw new UserError("--value needs exactly one dead letter");
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        if (all) {
            request.put("all", true);
        }
        if (reason != null) {
            request.put("reason", reason);
        }
        if (!chosen.isEmpty()) {
            ArrayNode records = request.putArray("records");
            for (RecordPosition place : chosen) {
                ObjectNode record =
                        records.addObject().put("partition", place.partition()).put("offset", place.offset());
                if (value != null) {
                    record.put("value", Files.readString(value));
                }
            }
        }
        copy.into(request);
        terminal.line(OperatorStart.copied(
                operator.done(terminal, "/admin/dead-letters/" + of + "/redrives", request), of, copy.isDryRun()));
        return 0;
    }

    /** Where a dead letter stands on the stage's dead-letter topic. */
    record RecordPosition(int partition, long offset) {}

    /** Reads {@code partition:offset}. */
    static final class ReadPosition implements ITypeConverter<RecordPosition> {

        @Override
        public RecordPosition convert(String text) {
            if (!text.matches("[0-9]{1,9}:[0-9]{1,18}")) {
                throw new TypeConversionException("'" + text + "' is not a partition and an offset such as 0:17");
            }
            String[] parts = text.split(":");
            return new RecordPosition(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }
    }
}
