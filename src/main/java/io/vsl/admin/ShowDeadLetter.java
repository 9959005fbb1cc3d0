package io.vsl.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.stage.DeadLetter;
import io.vsl.platform.topology.Topology;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code GET /admin/dead-letters/{stage}/{partition}/{offset}}. */
@Component("showDeadLetter")
class ShowDeadLetter {

    private final OpenLog openLog;
    private final FindDeadLetter findDeadLetter;
    private final Topology topology;

    ShowDeadLetter(OpenLog openLog, FindDeadLetter findDeadLetter, Topology topology) {
        this.openLog = openLog;
        this.findDeadLetter = findDeadLetter;
        this.topology = topology;
    }

    /**
     * A dead letter with all there is of it.
     *
     * @param headers       of the dead letter, the last of each name, as text
     * @param value         null when it was left where the record stands, and is there no more
     * @param valueEncoding {@code utf-8} or {@code base64}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WholeView(
            @JsonUnwrapped DeadLetterView summary,
            Map<String, String> headers,
            @Nullable String value,
            @Nullable String valueEncoding) {}

    public WholeView show(
            @Header("stageName") String stage, @Header("partition") String partition, @Header("offset") String offset) {
        if (!topology.consuming().contains(stage)
                || !partition.matches("[0-9]{1,9}")
                || !offset.matches("[0-9]{1,18}")) {
            throw unknown();
        }
        try (LogReader log = openLog.open()) {
            DeadLetter letter = findDeadLetter
                    .find(log, stage, Integer.parseInt(partition), Long.parseLong(offset))
                    .orElseThrow(ShowDeadLetter::unknown);
            return view(stage, letter, value(log, stage, letter));
        }
    }

    private byte @Nullable [] value(LogReader log, String stage, DeadLetter letter) {
        if (letter.omittedBytes().isEmpty()) {
            return letter.record().value();
        }
        try {
            return findDeadLetter.original(log, stage, letter).value();
        } catch (InvalidRecord e) {
            return null;
        }
    }

    private static WholeView view(String stage, DeadLetter letter, byte @Nullable [] value) {
        Consumed record = letter.record();
        Map<String, String> headers = new TreeMap<>();
        record.headers()
                .forEach(header -> record.header(header.key()).ifPresent(text -> headers.put(header.key(), text)));
        DeadLetterView summary = DeadLetterView.of(stage, record);
        if (value == null) {
            return new WholeView(summary, headers, null, null);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return new WholeView(summary, headers, text, "utf-8");
        } catch (CharacterCodingException e) {
            return new WholeView(summary, headers, Base64.getEncoder().encodeToString(value), "base64");
        }
    }

    private static Problem unknown() {
        return Problem.of(404, "NOT_FOUND", "There is no such dead letter");
    }
}
