package io.vsl.store;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/** Removes what a task left on the disk. */
@Component("cleanUp")
class CleanUp {

    public void remove(@ExchangeProperty("task") StoreTask task) throws IOException {
        for (StoreTask.Part part : task.allParts()) {
            Files.deleteIfExists(part.file());
        }
    }
}
