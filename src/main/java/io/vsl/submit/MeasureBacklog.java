package io.vsl.submit;

import io.lettuce.core.RedisException;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.StageOffsets;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.redis.RateLimit;
import io.vsl.platform.redis.RejectedScript;
import io.vsl.provider.Providers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How long a new job will wait before it is sent: what waits in Kafka before it, at the account's rate, and a pause that
 * Replicate asked for. Measured again and again, so that a request need not wait for it.
 */
@Component("measureBacklog")
class MeasureBacklog {

    private static final Logger LOG = LoggerFactory.getLogger(MeasureBacklog.class);

    /** Less than this is not worth telling. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    /** Stages in which a job may wait. */
    private static final List<String> BEFORE_REPLICATE = List.of("admit", "generate");

    private final OpenLog openLog;
    private final StageOffsets offsets;
    private final Topics topics;
    private final RateLimit rateLimit;
    private final int creationsPerMinute;
    private volatile Duration wait = Duration.ZERO;

    MeasureBacklog(OpenLog openLog, StageOffsets offsets, Topics topics, RateLimit rateLimit, Providers providers) {
        this.openLog = openLog;
        this.offsets = offsets;
        this.topics = topics;
        this.rateLimit = rateLimit;
        this.creationsPerMinute = providers.of(null).limits().perMinute();
    }

    /** As it was measured last, in whole seconds; zero when there is next to nothing to wait for. */
    Duration expectedWait() {
        return wait;
    }

    public void measure() {
        try {
            long seconds = backlog() * 60 / creationsPerMinute
                    + rateLimit.paused(RateLimit.CREATIONS).toSeconds();
            wait = seconds < LEAST.toSeconds() ? Duration.ZERO : Duration.ofSeconds(seconds);
        } catch (KafkaException | RedisException | RejectedScript e) {
            LOG.atWarn()
                    .addKeyValue("action", "measure-backlog")
                    .addKeyValue("error", e.toString())
                    .log("The wait of new jobs can't be measured");
        }
    }

    private long backlog() {
        try (LogReader log = openLog.open()) {
            Map<String, List<Range>> ranges = BEFORE_REPLICATE.stream()
                    .collect(Collectors.toMap(stage -> stage, stage -> log.ranges(topics.inputs(stage))));
            return offsets.lags(ranges).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
