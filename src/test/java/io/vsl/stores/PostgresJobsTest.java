package io.vsl.stores;

import io.vsl.testing.NeedsServers;

@NeedsServers
class PostgresJobsTest extends JobStoreContract {

    @Override
    protected JobStore store() {
        return StoresAlone.application().bean(PostgresJobs.class);
    }
}
