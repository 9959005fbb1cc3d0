package io.vsl.admin;

import io.vsl.job.JobIds;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.stage.Remake;
import io.vsl.platform.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a stage's topics are to be taken up again.
 *
 * @param jobIds whose records alone; empty: all
 * @param remake of the stage render: to make its files again
 */
record Replay(
        String stage,
        List<String> topics,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Integer partition,
        @Nullable Long fromOffset,
        Set<UUID> jobIds,
        boolean remake) {

    private static final int MOST_JOBS = 1_000;

    /** Asks for all fields, and names all that is wrong with them but what {@code fields} will. */
    static Optional<Replay> read(BodyFields fields, Topics topics, Topology topology) {
        fields.require("stage");
        String stage = fields.oneOf("stage", topology.consuming());
        List<String> inputs = stage == null ? List.of() : topics.inputs(stage);
        List<String> chosen = fields.texts(
                "topics",
                inputs.size() + 1,
                topic -> stage == null || inputs.contains(topic) ? topic : null,
                "NOT_ALLOWED",
                "must be one that the stage reads: " + String.join(", ", inputs));
        List<String> read =
                chosen.isEmpty() ? inputs : chosen.stream().distinct().toList();
        Instant since = fields.instant("since");
        Instant until = fields.instant("until");
        Long partition = fields.number("partition", 0, Integer.MAX_VALUE);
        Long fromOffset = fields.number("fromOffset", 0, Long.MAX_VALUE);
        List<UUID> jobIds = fields.texts(
                "jobIds", MOST_JOBS, text -> JobIds.parse(text).orElse(null), "MALFORMED", "must be a UUID");
        if (since != null && until != null && !since.isBefore(until)) {
            fields.wrong("until", "OUT_OF_RANGE", "must be after since");
        }
        boolean remake = fields.flag("remake");
        if (remake && stage != null && !stage.equals(Remake.STAGE)) {
            fields.wrong("remake", "NOT_ALLOWED", "is for the stage %s alone".formatted(Remake.STAGE));
        }
        if (fields.has("fromOffset") && since != null) {
            fields.wrong("since", "NOT_ALLOWED", "can't be given beside fromOffset");
        }
        if (fields.has("fromOffset") && !fields.has("partition")) {
            fields.wrong("partition", "REQUIRED", "is required with fromOffset");
        }
        if (fields.has("fromOffset") && read.size() > 1) {
            fields.wrong("topics", "REQUIRED", "must name one topic, whose offset fromOffset is");
        }
        return Optional.ofNullable(stage)
                .map(known -> new Replay(
                        known,
                        read,
                        since,
                        until,
                        partition == null ? null : partition.intValue(),
                        fromOffset,
                        new HashSet<>(jobIds),
                        remake));
    }

    /** Where they stand, as of now; empty where there is no such partition. */
    List<Range> ranges(LogReader log) {
        List<Range> ranges = log.ranges(topics).stream()
                .filter(range -> partition == null || partition == range.partition())
                .map(range -> fromOffset == null ? range : range.startingAt(fromOffset))
                .toList();
        ranges = since == null ? ranges : log.since(ranges, since);
        return until == null ? ranges : log.until(ranges, until);
    }

    Optional<Consumed> choose(Consumed record) {
        boolean isChosen =
                jobIds.isEmpty() || jobId(record).filter(jobIds::contains).isPresent();
        return isChosen ? Optional.of(remake ? Remake.of(record) : record) : Optional.empty();
    }

    private static Optional<UUID> jobId(Consumed record) {
        return Optional.ofNullable(record.key()).flatMap(key -> JobIds.parse(new String(key, StandardCharsets.UTF_8)));
    }
}
