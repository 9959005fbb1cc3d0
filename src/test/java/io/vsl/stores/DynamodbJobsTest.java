package io.vsl.stores;

class DynamodbJobsTest extends JobStoreContract {

    @Override
    protected JobStore store() {
        return StoresAlone.application().bean(DynamodbJobs.class);
    }
}
