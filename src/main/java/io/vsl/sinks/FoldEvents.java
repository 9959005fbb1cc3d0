package io.vsl.sinks;

import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import java.util.List;
import org.springframework.stereotype.Component;

/** Both ends of a sink: a poll of events becomes a {@link Fold}, and is finished once that is written. */
@Component("foldEvents")
class FoldEvents {

    private final EventRecords records;

    FoldEvents(EventRecords records) {
        this.records = records;
    }

    public Fold fold(Batch batch) {
        return new Fold(batch.map(item -> new Fold.Entry(item, records.read(item.consumed()))));
    }

    public void finish(Fold fold) {
        fold.entries().forEach(entry -> entry.item().finish(List.of()));
    }
}
