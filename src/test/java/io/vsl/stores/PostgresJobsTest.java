package io.vsl.stores;

class PostgresJobsTest extends JobStoreContract {

    @Override
    protected JobStore store() {
        return StoresAlone.application().bean(PostgresJobs.class);
    }
}
