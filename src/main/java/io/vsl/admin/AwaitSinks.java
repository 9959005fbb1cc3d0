package io.vsl.admin;

import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.StageOffsets;
import io.vsl.platform.kafka.Topics;
import io.vsl.stores.JobStores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Waits until the sinks have taken up what there is. */
@Component
class AwaitSinks {

    private static final long LOOK_EVERY_MS = 250;

    private final JobStores stores;
    private final StageOffsets offsets;
    private final Topics topics;
    private final AdminProperties properties;

    AwaitSinks(JobStores stores, StageOffsets offsets, Topics topics, AdminProperties properties) {
        this.stores = stores;
        this.offsets = offsets;
        this.topics = topics;
        this.properties = properties;
    }

    /**
     * Returns when each sink has committed these events, and what is on its retry topic now.
     *
     * @throws OperationFailed when one has not within the time for it
     */
    void await(LogReader log, List<Range> events) throws InterruptedException {
        Map<String, List<Range>> wanted = new HashMap<>();
        for (String sink : stores.stages()) {
            wanted.put(
                    sink,
                    Stream.concat(events.stream(), log.ranges(List.of(topics.retry(sink))).stream())
                            .toList());
        }
        long deadline = System.nanoTime() + properties.catchUp().toNanos();
        Map<String, Long> lags = offsets.lags(wanted);
        while (lags.values().stream().anyMatch(lag -> lag > 0)) {
            if (System.nanoTime() > deadline) {
                throw new OperationFailed("The sinks have not caught up within %d s; still to read: %s"
                        .formatted(
                                properties.catchUp().toSeconds(),
                                lags.entrySet().stream()
                                        .sorted(Map.Entry.comparingByKey())
                                        .map(lag -> lag.getKey() + " " + lag.getValue())
                                        .collect(Collectors.joining(", "))));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            lags = offsets.lags(wanted);
        }
    }
}
