package io.vsl.admin;

import io.vsl.platform.Stages;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.StageOffsets;
import io.vsl.platform.kafka.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** {@code GET /admin/stages}: what each consuming stage reads, has before it and has given up. */
@Component("showStages")
class ShowStages {

    private final OpenLog openLog;
    private final StageOffsets offsets;
    private final Topics topics;

    ShowStages(OpenLog openLog, StageOffsets offsets, Topics topics) {
        this.openLog = openLog;
        this.offsets = offsets;
        this.topics = topics;
    }

    /** One stage; both numbers are of records. */
    record StageView(String stage, List<String> topics, long lag, long deadLetters) {
    }

    public Map<String, List<StageView>> show() {
        Map<String, List<Range>> ranges = new LinkedHashMap<>();
        Map<String, Long> deadLetters = new LinkedHashMap<>();
        try (LogReader log = openLog.open()) {
            for (String stage : Stages.CONSUMING) {
                ranges.put(stage, log.ranges(read(stage)));
                deadLetters.put(stage, log.ranges(List.of(topics.deadLetter(stage))).stream()
                        .mapToLong(Range::size).sum());
            }
        }
        Map<String, Long> lags = offsets.lags(ranges);
        return Map.of("stages", Stages.CONSUMING.stream()
                .map(stage -> new StageView(stage, read(stage), Objects.requireNonNull(lags.get(stage)),
                        Objects.requireNonNull(deadLetters.get(stage))))
                .toList());
    }

    private List<String> read(String stage) {
        return Stream.concat(topics.inputs(stage).stream(), Stream.of(topics.retry(stage))).toList();
    }
}
