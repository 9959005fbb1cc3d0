package io.vsl.store;

import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Removes what a task left on the disk. */
@Component("cleanUp")
class CleanUp {

    private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);

    public StoredJob remove(StoredJob job) {
        for (StoreTask.Part part : job.task().parts()) {
            try {
                Files.deleteIfExists(part.file());
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("action", "store")
                        .addKeyValue("jobId", job.task().generated().job().jobId())
                        .setCause(e)
                        .log("A file can't be removed from the disk");
            }
        }
        return job;
    }
}
