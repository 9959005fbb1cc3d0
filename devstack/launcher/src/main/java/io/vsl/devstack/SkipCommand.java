package io.vsl.devstack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Has a stage that holds set one record aside. */
@Command(
        name = "skip",
        description = {
            "Has a stage that holds set one record aside and go on with the others.",
            "The record becomes a dead letter, which can be redriven."
        })
final class SkipCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private OperatorStart operator = new OperatorStart();

    @Parameters(index = "0", paramLabel = "STAGE", description = "Such as sink-postgres.")
    private String stage = "";

    @Parameters(
            index = "1",
            paramLabel = "RECORD",
            converter = ReadPosition.class,
            description = "As ./vsl stages has it: TOPIC-PARTITION@OFFSET.")
    private RecordPosition place = new RecordPosition("", 0, 0);

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept.")
    private String reason = "";

    SkipCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("topic", place.topic())
                .put("partition", place.partition())
                .put("offset", place.offset())
                .put("reason", reason);
        operator.done(terminal, "/admin/stages/" + stage + "/skips", request);
        terminal.line("The record is a dead letter of " + stage);
        return 0;
    }

    /** Where a record stands. */
    record RecordPosition(String topic, int partition, long offset) {}

    /** Reads {@code topic-partition@offset}. */
    static final class ReadPosition implements ITypeConverter<RecordPosition> {

        private static final Pattern PLACE = Pattern.compile("(.+)-([0-9]{1,9})@([0-9]{1,18})");

        @Override
        public RecordPosition convert(String text) {
            Matcher matcher = PLACE.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not a record such as vsl.job.accepted-0@17");
            }
            return new RecordPosition(
                    matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
        }
    }
}
