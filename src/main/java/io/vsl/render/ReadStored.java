package io.vsl.render;

import io.vsl.job.JobStored;
import io.vsl.media.Deadline;
import io.vsl.media.WorkFolder;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** The jobs of a poll whose files are kept. */
@Component("readStored")
class ReadStored {

    /** With the longest that a job may take, within the five minutes of a poll. */
    private static final Duration LATEST_BEGIN = Duration.ofMinutes(2);

    private final EventRecords records;
    private final Path folder;

    ReadStored(EventRecords records) throws IOException {
        this.records = records;
        this.folder = WorkFolder.of("render");
    }

    public List<RenderTask> read(Batch batch) {
        Deadline beginBy = Deadline.after(LATEST_BEGIN);
        return batch.map(polled ->
                new RenderTask(polled, records.readEvent(polled.consumed(), JobStored.class), folder, beginBy));
    }
}
