package io.vsl.files;

import io.vsl.platform.json.JsonConfiguration;
import io.vsl.stores.JobStore;
import io.vsl.stores.JobStoreContract;
import java.io.IOException;

class FilesJobsTest extends JobStoreContract {

    private final JobStore store = new FilesJobs(JsonConfiguration.json());

    FilesJobsTest() throws IOException {}

    @Override
    protected JobStore store() {
        return store;
    }
}
