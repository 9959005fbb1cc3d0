package io.vsl.sinks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import io.vsl.stores.FoldedEvents;
import io.vsl.stores.JobStores;
import io.vsl.stores.LoggedEvent;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.language.simple.Simple;
import org.springframework.stereotype.Component;

/** The steps of every sink: a poll of events is folded, goes to the sink's store, and is finished. */
@Component("foldPoll")
class FoldPoll {

    private final EventRecords records;
    private final JobStores stores;
    private final MeterRegistry meters;

    FoldPoll(EventRecords records, JobStores stores, MeterRegistry meters) {
        this.records = records;
        this.stores = stores;
        this.meters = meters;
    }

    /** @param stage the sink that read the poll, whose route has its name */
    public FoldedPoll fold(@Body Batch batch, @Simple("${fromRouteId}") String stage) {
        Timer.Sample begun = Timer.start(meters);
        List<LoggedEvent> events =
                batch.map(polled -> new LoggedEvent(records.read(polled.consumed()), polled.consumed()));
        // Those that are none are dead by now.
        return new FoldedPoll(stage, batch.open(), FoldedEvents.of(events), begun);
    }

    public FoldedPoll write(FoldedPoll poll) {
        stores.of(poll.stage()).write(poll.events());
        return poll;
    }

    public void finish(FoldedPoll poll) {
        poll.begun().stop(meters.timer("DatabaseWriteTime", "stage", poll.stage()));
        poll.records().forEach(polled -> polled.finish(List.of()));
    }
}
