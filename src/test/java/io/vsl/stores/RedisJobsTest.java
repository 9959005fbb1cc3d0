package io.vsl.stores;

import io.vsl.testing.NeedsServers;

@NeedsServers
class RedisJobsTest extends JobStoreContract {

    @Override
    protected JobStore store() {
        return StoresAlone.application().bean(RedisJobs.class);
    }
}
