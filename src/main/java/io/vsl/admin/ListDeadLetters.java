package io.vsl.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vsl.platform.http.QueryParameters;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.topology.Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code GET /admin/dead-letters}: what stages have given up, the newest first. */
@Component("listDeadLetters")
class ListDeadLetters {

    private static final int SHOWN = 50;

    private static final Comparator<DeadLetterView> NEWEST = Comparator.comparing(DeadLetterView::time)
            .reversed()
            .thenComparing(DeadLetterView::stage)
            .thenComparing(DeadLetterView::partition)
            .thenComparing(Comparator.comparing(DeadLetterView::offset).reversed());

    private final OpenLog openLog;
    private final Topics topics;
    private final Topology topology;

    ListDeadLetters(OpenLog openLog, Topics topics, Topology topology) {
        this.openLog = openLog;
        this.topics = topics;
        this.topology = topology;
    }

    /** A page, and where the next begins when there is one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<DeadLetterView> deadLetters, @Nullable String nextCursor) {}

    public Page list(Message asked) {
        QueryParameters parameters = new QueryParameters(asked);
        String stage = parameters.oneOf("stage", topology.consuming());
        int limit = parameters.limit(SHOWN);
        DeadLetterCursor cursor = parameters.cursor(DeadLetterCursor::parse, DeadLetterCursor.FIRST);
        parameters.check();
        List<DeadLetterView> found = new ArrayList<>();
        Map<String, Range> open = new TreeMap<>();
        try (LogReader log = openLog.open()) {
            for (String of : stage == null ? topology.consuming() : List.of(stage)) {
                List<Range> ranges = log.ranges(List.of(topics.deadLetter(of))).stream()
                        .map(range -> cursor.before(of, range))
                        .filter(range -> range.size() > 0)
                        .toList();
                ranges.forEach(range -> open.put(DeadLetterCursor.place(of, range.partition()), range));
                // No more of any partition than the page takes.
                log.read(
                        ranges.stream()
                                .map(range -> range.startingAt(range.to() - limit))
                                .toList(),
                        records -> records.forEach(record -> found.add(DeadLetterView.of(of, record))));
            }
        }
        List<DeadLetterView> sorted = found.stream().sorted(NEWEST).toList();
        List<DeadLetterView> shown = sorted.subList(0, Math.min(limit, sorted.size()));
        Set<String> left = sorted.subList(shown.size(), sorted.size()).stream()
                .map(letter -> DeadLetterCursor.place(letter.stage(), letter.partition()))
                .collect(Collectors.toSet());
        // Where none is left the page goes on before what was read: there may be fewer records than offsets.
        open.replaceAll((place, range) ->
                left.contains(place) ? range : range.endingBefore(Math.max(range.from(), range.to() - limit)));
        for (DeadLetterView letter : shown) {
            open.computeIfPresent(
                    DeadLetterCursor.place(letter.stage(), letter.partition()),
                    (place, range) -> range.endingBefore(letter.offset()));
        }
        return new Page(shown, DeadLetterCursor.text(open));
    }
}
