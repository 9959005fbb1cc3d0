package io.vsl.stores;

class RedisJobsTest extends JobStoreContract {

    @Override
    protected JobStore store() {
        return StoresAlone.application().bean(RedisJobs.class);
    }
}
