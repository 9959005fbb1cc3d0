package io.vsl.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.FieldError;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.security.Caller;
import io.vsl.platform.topology.Topology;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** {@code POST /admin/replays}: a stage takes up records of its topics again. */
@Component("orderReplay")
class OrderReplay {

    private final RunOperations operations;
    private final CopyRecords copyRecords;
    private final ReadCopyOptions readCopyOptions;
    private final OpenLog openLog;
    private final Topics topics;
    private final Topology topology;
    private final ObjectMapper json;

    OrderReplay(
            RunOperations operations,
            CopyRecords copyRecords,
            ReadCopyOptions readCopyOptions,
            OpenLog openLog,
            Topics topics,
            Topology topology,
            ObjectMapper json) {
        this.operations = operations;
        this.copyRecords = copyRecords;
        this.readCopyOptions = readCopyOptions;
        this.openLog = openLog;
        this.topics = topics;
        this.topology = topology;
        this.json = json;
    }

    public Started order(@Body byte[] body, @ExchangeProperty("caller") Caller caller) {
        BodyFields fields = BodyFields.of(body, json);
        CopyRecords.Options options = readCopyOptions.read(fields);
        Optional<Replay> read = Replay.read(fields, topics, topology);
        fields.check();
        Replay replay = read.orElseThrow();
        List<Range> ranges = ranges(replay);
        if (ranges.isEmpty()) {
            throw Problem.invalid(List.of(new FieldError("partition", "OUT_OF_RANGE", "must be one of the topic's")));
        }
        return operations.start(OperationKind.REPLAY, caller, fields.object(), progress -> {
            progress.expect(ranges.stream().mapToLong(Range::size).sum());
            return copyRecords.copy(replay.stage(), ranges, replay::choose, options, progress);
        });
    }

    private List<Range> ranges(Replay replay) {
        try (LogReader log = openLog.open()) {
            return replay.ranges(log);
        }
    }
}
