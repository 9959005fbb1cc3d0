package io.vsl.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisException;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.aws.JobItems;
import io.vsl.platform.http.Problem;
import io.vsl.platform.redis.JobCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The stores' answers as snapshots; null is a miss. A store that is away is a miss, but for the last. */
@Component("findJob")
class FindJob {

    private static final Logger LOG = LoggerFactory.getLogger(FindJob.class);

    private final JobCache cache;
    private final JobItems items;
    private final ObjectMapper json;

    FindJob(JobCache cache, JobItems items, ObjectMapper json) {
        this.cache = cache;
        this.items = items;
        this.json = json;
    }

    public @Nullable JobSnapshot inRedis(@ExchangeProperty("jobId") UUID jobId) {
        return cache.get(jobId).orElse(null);
    }

    public Map<String, AttributeValue> dynamodbKey(@ExchangeProperty("jobId") UUID jobId) {
        return items.key(jobId);
    }

    public @Nullable JobSnapshot inDynamodb(
            @Header("CamelAwsDdbAttributes") @Nullable Map<String, AttributeValue> item)
            throws JsonProcessingException {
        return item == null ? null : items.read(item).orElse(null);
    }

    public @Nullable JobSnapshot inPostgres(@Header("rows") @Nullable List<Map<String, Object>> rows)
            throws JsonProcessingException {
        return rows == null || rows.isEmpty()
                ? null
                : json.readValue((String) rows.get(0).get("document"), JobSnapshot.class);
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
