package io.vsl.sinks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Both ends of a sink: a poll of events becomes a {@link Fold}, and is finished once that is written. */
@Component("foldEvents")
class FoldEvents {

    private final EventRecords records;
    private final MeterRegistry meters;

    FoldEvents(EventRecords records, MeterRegistry meters) {
        this.records = records;
        this.meters = meters;
    }

    public Fold fold(Batch batch) {
        Timer.Sample begun = Timer.start(meters);
        return new Fold(batch.map(item -> new Fold.Entry(item, records.read(item.consumed()))), begun);
    }

    public void finish(@Body Fold fold, Exchange exchange) {
        fold.begun().stop(meters.timer("DatabaseWriteTime", "stage", exchange.getFromRouteId()));
        fold.entries().forEach(entry -> entry.item().finish(List.of()));
    }
}
