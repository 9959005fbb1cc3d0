package io.vsl.store;

import java.io.IOException;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** Removes what a task left on the disk. */
@Component("cleanUp")
class CleanUp {

    public void remove(@ExchangeProperty("task") StoreTask task) throws IOException {
        FileSystemUtils.deleteRecursively(task.workFolder());
    }
}
