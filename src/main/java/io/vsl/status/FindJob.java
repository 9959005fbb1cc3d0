package io.vsl.status;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.http.Problem;
import io.vsl.platform.loop.Failures;
import io.vsl.stores.RedisJobs;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    public CompletionStage<Lookup> inRedis(Lookup lookup) {
        return redis.look(lookup.jobId())
                .thenApply(lookup::theirs)
                .thenCompose(found -> isBelieved(found).thenApply(believed -> lookup.redis(found, believed)))
                .exceptionally(e -> {
                    LOG.atWarn()
                            .addKeyValue("action", "status")
                            .addKeyValue("error", Failures.of(e).toString())
                            .log("Redis is away, the next store is asked");
                    return lookup.redis(Optional.empty(), false);
                })
                .thenApply(begun -> {
                    hitRate.record(begun.isFromRedis() ? 1 : 0);
                    return begun;
                });
    }

    /** An outcome needs no belief. */
    private CompletionStage<Boolean> isBelieved(Optional<JobSnapshot> found) {
        return found.isPresent() && !found.get().job().isTerminal()
                ? redis.isBelieved(found.get().job())
                : CompletableFuture.completedFuture(false);
    }

    public Lookup told(Lookup lookup, Answer answer) {
        return lookup.told(answer);
    }

    /** @throws Problem 404 when the caller has no such job, 503 when nobody can say it */
    public CompletionStage<JobSnapshot> found(Lookup lookup) {
        if (lookup.problem() != null) {
            throw lookup.problem();
        }
        JobSnapshot found = lookup.known().orElseThrow(ReadJobId::unknownJob);
        return lookup.isFromRedis() ? CompletableFuture.completedFuture(found) : fill(found);
    }

    /** So that the next read finds it in Redis. */
    private CompletionStage<JobSnapshot> fill(JobSnapshot found) {
        return redis.put(found).handle((put, failure) -> {
            if (failure != null) {
                LOG.atDebug()
                        .addKeyValue("action", "status")
                        .setCause(Failures.of(failure))
                        .log("Redis could not be filled");
            }
            return found;
        });
    }
}
