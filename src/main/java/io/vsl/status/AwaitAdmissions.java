package io.vsl.status;

import io.vsl.platform.http.Problem;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.OpenLog;
import io.vsl.platform.kafka.Range;
import io.vsl.platform.kafka.StageOffsets;
import io.vsl.platform.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Before a job is said not to be there: its request may wait for admit still, whose decision PostgreSQL has. A job that
 * was promised is never unknown.
 */
@Component("awaitAdmissions")
class AwaitAdmissions {

    private static final Logger LOG = LoggerFactory.getLogger(AwaitAdmissions.class);

    private static final String ADMIT = "admit";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long LOOK_EVERY_MS = 200;

    /** Who asks for one unknown job after the other has the brokers asked once in so long. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(1);

    private final OpenLog openLog;
    private final StageOffsets offsets;
    private final Topics topics;
    /** By {@link System#nanoTime}: then admit had taken up all that there was. */
    private final AtomicLong caughtUpAt = new AtomicLong(System.nanoTime() - KNOWN_FOR.toNanos());

    AwaitAdmissions(OpenLog openLog, StageOffsets offsets, Topics topics) {
        this.openLog = openLog;
        this.offsets = offsets;
        this.topics = topics;
    }

    /** @throws Problem 503 when requests wait, or nobody can say whether they do */
    public Answer await() throws InterruptedException {
        long begun = System.nanoTime();
        if (begun - caughtUpAt.get() < KNOWN_FOR.toNanos()) {
            return new Answer.AllAdmitted();
        }
        try {
            Map<String, List<Range>> requests = requests();
            while (offsets.lags(requests).values().stream().anyMatch(lag -> lag > 0)) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw Problem.unavailable(
                            "STATUS_UNAVAILABLE",
                            "Requests wait that were not looked at yet; the job may be among them",
                            Duration.ofSeconds(5));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            }
            caughtUpAt.set(begun);
            return new Answer.AllAdmitted();
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("action", "status")
                    .addKeyValue("error", e.toString())
                    .log("It can't be said whether requests wait");
            throw Problem.unavailable(
                    "STATUS_UNAVAILABLE", "The job can't be looked up right now", Duration.ofSeconds(5));
        }
    }

    private Map<String, List<Range>> requests() {
        try (LogReader log = openLog.open()) {
            return Map.of(ADMIT, log.ranges(topics.inputs(ADMIT)));
        }
    }
}
