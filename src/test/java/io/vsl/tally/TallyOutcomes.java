package io.vsl.tally;

import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobStatus;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts how jobs end, each once however often its outcome is read. */
@Component("tallyOutcomes")
class TallyOutcomes {

    private final EventRecords records;
    private final Map<UUID, JobStatus> ended = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    TallyOutcomes(EventRecords records) {
        this.records = records;
    }

    public void count(Batch batch) {
        batch.forEach(this::count);
    }

    private void count(PolledRecord polled) {
        Job job = records.readEvent(polled.consumed(), JobCompleted.class).job();
        if (isClosed) {
            polled.postpone("nobody counts just now");
        } else {
            ended.put(job.jobId(), job.status());
            polled.finish(List.of());
        }
    }

    /** For tests: until it is opened again, records wait. */
    void close(boolean close) {
        isClosed = close;
    }

    /** For tests: as a process that has just started. */
    void forget() {
        ended.clear();
    }

    boolean has(UUID jobId) {
        return ended.containsKey(jobId);
    }
}
