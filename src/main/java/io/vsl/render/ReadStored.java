package io.vsl.render;

import io.vsl.job.JobStored;
import io.vsl.media.WorkFolder;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;

/** The jobs of a poll whose files are kept. */
@Component("readStored")
class ReadStored {

    private final EventRecords records;
    private final Path folder;

    ReadStored(EventRecords records) throws IOException {
        this.records = records;
        this.folder = WorkFolder.of("render");
    }

    public List<RenderTask> read(Batch batch) {
        return batch.map(
                polled -> new RenderTask(polled, records.readEvent(polled.consumed(), JobStored.class), folder));
    }
}
