package io.vsl.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Problem;
import io.vsl.platform.json.JsonFields;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.security.Caller;
import io.vsl.platform.stage.DeadLetter;
import io.vsl.platform.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code POST /admin/dead-letters/{stage}/redrives}: the stage takes up records that it had given up, as they stood
 * where it read them, or with another value.
 */
@Component("orderRedrive")
class OrderRedrive {

    private static final int MOST_RECORDS = 1_000;

    private final RunOperations operations;
    private final CopyRecords copyRecords;
    private final ReadCopyOptions readCopyOptions;
    private final FindDeadLetter findDeadLetter;
    private final OpenLog openLog;
    private final Topics topics;
    private final Topology topology;
    private final ObjectMapper json;

    OrderRedrive(
            RunOperations operations,
            CopyRecords copyRecords,
            ReadCopyOptions readCopyOptions,
            FindDeadLetter findDeadLetter,
            OpenLog openLog,
            Topics topics,
            Topology topology,
            ObjectMapper json) {
        this.operations = operations;
        this.copyRecords = copyRecords;
        this.readCopyOptions = readCopyOptions;
        this.findDeadLetter = findDeadLetter;
        this.openLog = openLog;
        this.topics = topics;
        this.topology = topology;
        this.json = json;
    }

    /** One of the dead letters, and what its value is to be; null: as it is. */
    private record Chosen(
            int partition, long offset, @Nullable String value) {}

    public Started order(
            @Header("stageName") String stage, @Body byte[] body, @ExchangeProperty("caller") Caller caller) {
        if (!topology.consuming().contains(stage)) {
            throw Problem.of(404, "NOT_FOUND", "There is no such stage with dead letters");
        }
        BodyFields fields = BodyFields.of(body, json);
        CopyRecords.Options options = readCopyOptions.read(fields);
        boolean all = fields.flag("all");
        String reason = fields.storableText("reason");
        List<Chosen> records = records(fields);
        if (all == fields.has("records")) {
            fields.wrong(
                    "records", all ? "NOT_ALLOWED" : "REQUIRED", "must name the dead letters, or else all be true");
        }
        if (!all && reason != null) {
            fields.wrong("reason", "NOT_ALLOWED", "goes with all only");
        }
        fields.check();
        fields.object().put("stage", stage);
        return operations.start(
                OperationKind.REDRIVE,
                caller,
                fields.object(),
                all
                        ? progress -> all(stage, reason == null ? "" : reason, options, progress)
                        : progress -> these(stage, records, options, progress));
    }

    private List<Chosen> records(BodyFields fields) {
        List<Chosen> records = new ArrayList<>();
        for (JsonFields record : fields.objects("records", MOST_RECORDS)) {
            record.require("partition");
            record.require("offset");
            Long partition = record.number("partition", 0, Integer.MAX_VALUE);
            Long offset = record.number("offset", 0, Long.MAX_VALUE);
            String value = record.storableText("value");
            if (partition != null && offset != null) {
                records.add(new Chosen(partition.intValue(), offset, value));
            }
        }
        return records;
    }

    private CopyRecords.Copied these(
            String stage, List<Chosen> chosen, CopyRecords.Options options, Progress progress) {
        progress.expect(chosen.size());
        List<Consumed> found = new ArrayList<>();
        try (LogReader log = openLog.open()) {
            for (Chosen one : chosen) {
                DeadLetter letter = findDeadLetter
                        .find(log, stage, one.partition(), one.offset())
                        .orElseThrow(() -> new OperationFailed(
                                "There is no dead letter %d:%d".formatted(one.partition(), one.offset())));
                found.add(edited(original(log, stage, letter), one.value()));
            }
        }
        CopyRecords.Copied copied = copyRecords.copy(stage, found, options);
        progress.add(chosen.size());
        return copied;
    }

    private CopyRecords.Copied all(String stage, String reason, CopyRecords.Options options, Progress progress) {
        try (LogReader log = openLog.open();
                LogReader origins = openLog.open()) {
            List<Range> ranges = log.ranges(List.of(topics.deadLetter(stage)));
            progress.expect(ranges.stream().mapToLong(Range::size).sum());
            return copyRecords.copy(
                    stage,
                    ranges,
                    record -> Optional.of(new DeadLetter(record))
                            .filter(letter -> letter.about("reason").orElse("").contains(reason))
                            .map(letter -> original(origins, stage, letter)),
                    options,
                    progress);
        }
    }

    private Consumed original(LogReader log, String stage, DeadLetter letter) {
        try {
            return findDeadLetter.original(log, stage, letter);
        } catch (InvalidRecord e) {
            throw new OperationFailed("Dead letter %d:%d can't be redriven. %s"
                    .formatted(letter.record().partition(), letter.record().offset(), e.getMessage()));
        }
    }

    private static Consumed edited(Consumed record, @Nullable String value) {
        return value == null
                ? record
                : new Consumed(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.key(),
                        value.getBytes(StandardCharsets.UTF_8),
                        record.headers());
    }
}
