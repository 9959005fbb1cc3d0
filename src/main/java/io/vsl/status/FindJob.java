package io.vsl.status;

import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.http.Problem;
import io.vsl.stores.RedisJobs;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Both ends of a {@link Lookup}, which begins in Redis and leaves there what was found further back. */
@Component("findJob")
public class FindJob {

    private static final Logger LOG = LoggerFactory.getLogger(FindJob.class);

    private final RedisJobs redis;
    /** 1 for each read that Redis alone answered, 0 for each other: its mean is the rate. */
    private final DistributionSummary hitRate;

    FindJob(RedisJobs redis, MeterRegistry meters) {
        this.redis = redis;
        this.hitRate = meters.summary("CacheHitRate");
    }

    public Lookup inRedis(Lookup lookup) {
        Lookup begun;
        try {
            Optional<JobSnapshot> found = redis.find(lookup.jobId());
            begun = lookup.redis(
                    found, found.isPresent() && redis.isBelieved(found.get().job()));
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("action", "status")
                    .addKeyValue("error", e.toString())
                    .log("Redis is away, the next store is asked");
            begun = lookup.redis(Optional.empty(), false);
        }
        hitRate.record(begun.isFromRedis() ? 1 : 0);
        return begun;
    }

    public Lookup told(Lookup lookup, Answer answer) {
        return lookup.told(answer);
    }

    /** @throws Problem 404 when there is no such job, 503 when nobody can say it */
    public JobSnapshot found(Lookup lookup) {
        if (lookup.problem() != null) {
            throw lookup.problem();
        }
        JobSnapshot found = lookup.known().orElseThrow(ReadJobId::unknownJob);
        if (!lookup.isFromRedis()) {
            fill(found);
        }
        return found;
    }

    /** So that the next read finds it in Redis. */
    private void fill(JobSnapshot found) {
        try {
            redis.putAll(List.of(found));
        } catch (RedisException e) {
            LOG.atDebug().addKeyValue("action", "status").setCause(e).log("Redis could not be filled");
        }
    }
}
