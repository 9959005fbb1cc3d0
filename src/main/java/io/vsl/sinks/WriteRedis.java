package io.vsl.sinks;

import io.vsl.platform.redis.JobCache;
import org.springframework.stereotype.Component;

/** Writes the newest snapshot of each job of a poll to Redis, but for what it would have forgotten by now. */
@Component("writeRedis")
class WriteRedis {

    private final JobCache cache;

    WriteRedis(JobCache cache) {
        this.cache = cache;
    }

    public void write(Fold fold) {
        cache.putAll(fold.snapshots().stream().filter(snapshot -> cache.keeps(snapshot.job())).toList());
    }
}
