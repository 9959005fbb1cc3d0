package io.vsl.store;

import io.vsl.job.JobGenerated;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import java.util.List;
import org.springframework.stereotype.Component;

/** The jobs of a poll whose outputs are to be stored. */
@Component("readGenerated")
class ReadGenerated {

    private final EventRecords records;

    ReadGenerated(EventRecords records) {
        this.records = records;
    }

    public List<StoreTask> read(Batch batch) {
        return batch.map(polled -> new StoreTask(polled, records.readEvent(polled.consumed(), JobGenerated.class)));
    }
}
