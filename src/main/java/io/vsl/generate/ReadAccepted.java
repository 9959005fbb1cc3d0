package io.vsl.generate;

import io.vsl.job.JobAccepted;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import java.util.List;
import org.springframework.stereotype.Component;

/** The attempts that a poll asks for. */
@Component("readAccepted")
class ReadAccepted {

    private final EventRecords records;

    ReadAccepted(EventRecords records) {
        this.records = records;
    }

    public List<Attempt> read(Batch batch) {
        return batch.map(item -> new Attempt(item, records.read(item.consumed(), JobAccepted.class)));
    }
}
