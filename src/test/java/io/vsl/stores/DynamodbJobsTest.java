package io.vsl.stores;

import io.vsl.testing.NeedsServers;

@NeedsServers
class DynamodbJobsTest extends JobStoreContract {

    @Override
    protected JobStore store() {
        return StoresAlone.application().bean(DynamodbJobs.class);
    }
}
