package io.vsl.admin;

import io.vsl.platform.kafka.HoldNote;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.StageOffsets;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.topology.Topology;
import java.time.Instant;
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
    private final Topology topology;

    ShowStages(OpenLog openLog, StageOffsets offsets, Topics topics, Topology topology) {
        this.openLog = openLog;
        this.offsets = offsets;
        this.topics = topics;
        this.topology = topology;
    }

    /**
     * One stage; both numbers are of records.
     *
     * @param holding what it can't go on with, as each process that holds has said last; empty when it goes on
     */
    record StageView(String stage, List<String> topics, long lag, long deadLetters, List<HoldView> holding) {}

    /**
     * A hold.
     *
     * @param since      when it failed first
     * @param at         when it was said last
     * @param record     the first of those that wait: {@code <topic>-<partition>@<offset>}
     * @param partitions where these are
     */
    record HoldView(Instant since, Instant at, String reason, String record, List<String> partitions) {

        static HoldView of(StageOffsets.Held held) {
            HoldNote note = held.note();
            return new HoldView(note.since(), note.at(), note.reason(), note.record(), held.partitions());
        }
    }

    public Map<String, List<StageView>> show() {
        Map<String, List<Range>> ranges = new LinkedHashMap<>();
        Map<String, Long> deadLetters = new LinkedHashMap<>();
        try (LogReader log = openLog.open()) {
            for (String stage : topology.consuming()) {
                ranges.put(stage, log.ranges(read(stage)));
                deadLetters.put(
                        stage,
                        log.ranges(List.of(topics.deadLetter(stage))).stream()
                                .mapToLong(Range::size)
                                .sum());
            }
        }
        Map<String, Long> lags = offsets.lags(ranges);
        Map<String, List<StageOffsets.Held>> holds = offsets.holds(topology.consuming());
        return Map.of(
                "stages",
                topology.consuming().stream()
                        .map(stage -> new StageView(
                                stage,
                                read(stage),
                                Objects.requireNonNull(lags.get(stage)),
                                Objects.requireNonNull(deadLetters.get(stage)),
                                Objects.requireNonNull(holds.get(stage)).stream()
                                        .map(HoldView::of)
                                        .toList()))
                        .toList());
    }

    private List<String> read(String stage) {
        return Stream.concat(topics.inputs(stage).stream(), Stream.of(topics.retry(stage)))
                .toList();
    }
}
