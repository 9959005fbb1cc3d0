package io.vsl.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.redis.RedisConnection;
import io.vsl.testing.NeedsServers;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@NeedsServers
class RedisJobsTest extends JobStoreContract {

    @Override
    protected JobStore store() {
        return StoresAlone.application().bean(RedisJobs.class);
    }

    /** When the entry has expired, the mark still knows how far the job had come. */
    @Test
    void anOutcomeThatIsToldAgainDoesNotBringBackWhatWasDeletedSince() throws Exception {
        UUID jobId = UUID.randomUUID();
        Instant now = Instant.now();
        write(deleted(jobId, now, now.plusSeconds(9)));
        StoresAlone.application().bean(RedisConnection.class).ask(commands -> commands.del("job:status:" + jobId));

        write(completed(jobId, now));

        assertThat(store().find(jobId)).isEmpty();
    }
}
