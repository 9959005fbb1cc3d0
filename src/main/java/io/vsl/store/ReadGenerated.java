package io.vsl.store;

import io.vsl.job.JobGenerated;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.stage.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;

/** The jobs of a poll whose outputs are to be stored. */
@Component("readGenerated")
class ReadGenerated {

    private final EventRecords records;
    private final Path workFolder;

    /** With a folder of this process's own: another may be at the same job. */
    ReadGenerated(EventRecords records) throws IOException {
        this.records = records;
        this.workFolder = Files.createTempDirectory("vsl-store-");
        this.workFolder.toFile().deleteOnExit();
    }

    public List<StoreTask> read(Batch batch) {
        return batch.map(
                polled -> new StoreTask(polled, records.readEvent(polled.consumed(), JobGenerated.class), workFolder));
    }
}
