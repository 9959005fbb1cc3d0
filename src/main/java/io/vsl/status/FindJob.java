package io.vsl.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.http.Problem;
import io.vsl.stores.DynamodbJobs;
import io.vsl.stores.RedisJobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The stores' answers as snapshots; null is a miss. A store that is away is a miss, but for the last.
 *
 * <p>Each sink has its own pace, and Redis may lose writes: whoever has read an outcome in one store must not read in
 * another that the job still runs. So where Redis can't be believed only PostgreSQL can say that it does.
 */
@Component("findJob")
class FindJob {

    private static final Logger LOG = LoggerFactory.getLogger(FindJob.class);

    private static final int LOOKS = 20;

    private final RedisJobs cache;
    private final DynamodbJobs items;
    private final ObjectMapper json;
    /** 1 for each read that Redis alone answered, 0 for each other: its mean is the rate. */
    private final DistributionSummary hitRate;

    FindJob(RedisJobs cache, DynamodbJobs items, ObjectMapper json, MeterRegistry meters) {
        this.cache = cache;
        this.items = items;
        this.json = json;
        this.hitRate = meters.summary("CacheHitRate");
    }

    public @Nullable JobSnapshot inRedis(@ExchangeProperty("jobId") UUID jobId) {
        return cache.find(jobId).orElse(null);
    }

    public Map<String, AttributeValue> dynamodbKey(@ExchangeProperty("jobId") UUID jobId) {
        return items.key(jobId);
    }

    /** Whether there may be more to know of a job than Redis says. */
    public boolean mayBeBehind(@Body @Nullable JobSnapshot found) {
        boolean behind = found == null || !found.job().isTerminal() && !cache.isBelieved(found.job());
        hitRate.record(behind ? 0 : 1);
        return behind;
    }

    public @Nullable JobSnapshot inDynamodb(@Body @Nullable JobSnapshot known,
            @Header("CamelAwsDdbAttributes") @Nullable Map<String, AttributeValue> item) {
        return newest(known, item == null ? null : items.read(item).orElse(null));
    }

    /** With the row of find-job.sql. */
    public @Nullable JobSnapshot inPostgres(@Body @Nullable JobSnapshot known,
            @Header("rows") List<Map<String, Object>> rows) throws JsonProcessingException {
        String document = (String) rows.get(0).get("document");
        String accepted = (String) rows.get(0).get("accepted");
        if (document == null && accepted != null) {
            // The sink holds, or is moments behind.
            return newest(known, JobSnapshot.submitted(json.readValue(accepted, JobAccepted.class).job()));
        }
        return newest(known, document == null ? null : json.readValue(document, JobSnapshot.class));
    }

    /** Whether it has ended, no store says how, and to look {@value LOOKS} times was not yet enough. */
    public boolean awaitsOutcome(@Body @Nullable JobSnapshot found, @ExchangeProperty("ended") @Nullable Boolean ended,
            @ExchangeProperty("CamelLoopIndex") @Nullable Integer lastLook) {
        return isWithoutOutcome(found, ended) && (lastLook == null || lastLook + 1 < LOOKS);
    }

    public void requireOutcome(@Body @Nullable JobSnapshot found, @ExchangeProperty("ended") @Nullable Boolean ended) {
        if (isWithoutOutcome(found, ended)) {
            throw Problem.unavailable("STATUS_UNAVAILABLE", "The job has ended, and its outcome is on its way",
                    Duration.ofSeconds(1));
        }
    }

    private static boolean isWithoutOutcome(@Nullable JobSnapshot found, @Nullable Boolean ended) {
        return Boolean.TRUE.equals(ended) && (found == null || !found.job().isTerminal());
    }

    private static @Nullable JobSnapshot newest(@Nullable JobSnapshot known, @Nullable JobSnapshot found) {
        return known == null || found != null && found.isNewerThan(known) ? found : known;
    }

    /** So that the next read finds it in Redis. */
    public void fillRedis(JobSnapshot found) {
        try {
            cache.putAll(List.of(found));
        } catch (RedisException e) {
            LOG.atDebug().addKeyValue("action", "status").setCause(e).log("Redis could not be filled");
        }
    }

    public void away(@ExchangeProperty("CamelExceptionCaught") Exception reason) {
        LOG.atWarn().addKeyValue("action", "status").addKeyValue("error", reason.toString())
                .log("A store is away, the next is asked");
    }

    /** Without the full history nobody can say that a job isn't there. */
    public void historyAway(@ExchangeProperty("CamelExceptionCaught") Exception reason) {
        away(reason);
        throw Problem.unavailable("STATUS_UNAVAILABLE", "The job can't be looked up right now", Duration.ofSeconds(5));
    }
}
