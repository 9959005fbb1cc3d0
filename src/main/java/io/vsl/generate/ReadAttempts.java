package io.vsl.generate;

import io.vsl.job.AttemptRequested;
import io.vsl.job.JobAccepted;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.Item;
import java.util.List;
import org.springframework.stereotype.Component;

/** The attempts that a poll asks for. */
@Component("readAttempts")
class ReadAttempts {

    private final EventRecords records;
    private final Topics topics;

    ReadAttempts(EventRecords records, Topics topics) {
        this.records = records;
        this.topics = topics;
    }

    public List<Attempt> read(Batch batch) {
        return batch.map(this::read);
    }

    private Attempt read(Item item) {
        if (item.consumed().topic().equals(topics.attemptRequested())) {
            AttemptRequested asked = records.read(item.consumed(), AttemptRequested.class);
            return Attempt.requested(item, asked.jobId(), asked.attempt(), asked.cause());
        }
        return Attempt.first(item, records.readEvent(item.consumed(), JobAccepted.class));
    }
}
