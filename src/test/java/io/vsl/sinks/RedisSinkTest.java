package io.vsl.sinks;

import io.vsl.job.JobSnapshot;
import io.vsl.platform.redis.JobCache;
import io.vsl.testing.NeedsServers;
import java.util.Optional;
import java.util.UUID;

@NeedsServers
class RedisSinkTest extends SinkContract {

    RedisSinkTest() {
        super("sink-redis");
    }

    @Override
    Optional<JobSnapshot> read(UUID jobId) {
        return Sinks.APPLICATION.bean(JobCache.class).get(jobId);
    }
}
