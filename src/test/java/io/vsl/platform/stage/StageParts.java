package io.vsl.platform.stage;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a stage's work is handed, and what became of it, without a stage. */
public final class StageParts {

    private StageParts() {}

    public static Batch batch(Consumed... records) {
        return new Batch(Stream.of(records).map(PolledRecord::new).toList());
    }

    public static Retries retries(Topics topics, Clock clock) {
        return new Retries(topics, clock);
    }

    public static List<Outgoing> outputs(Batch batch) {
        return batch.records().stream()
                .flatMap(polled -> polled.outputs().stream())
                .toList();
    }

    public static List<String> deadReasons(Batch batch) {
        return batch.records().stream()
                .map(PolledRecord::deadReason)
                .filter(Objects::nonNull)
                .toList();
    }
}
