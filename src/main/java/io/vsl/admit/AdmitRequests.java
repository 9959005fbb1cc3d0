package io.vsl.admit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobEvent;
import io.vsl.job.JobIds;
import io.vsl.job.PredictionRequest;
import io.vsl.models.CheckRequest;
import io.vsl.models.CheckedRequest;
import io.vsl.models.Target;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.security.Sha256;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.Item;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/**
 * A request that can be served is accepted, one that is wrong ends as a failed job with the codes of the REST API,
 * and what isn't a JSON object is a dead letter.
 *
 * <p>A job is decided on once. The table {@code job_admissions} remembers what was decided first and where that request
 * stands: read again, or sent again, it is told again as the same event, whatever the registry says by then. Another
 * request under the same key is a dead letter, and neither ends the job nor makes it another user's.
 */
@Component("admitRequests")
class AdmitRequests {

    private static final Duration MAX_DELAY = Duration.ofDays(1);

    private final CheckRequest checkRequest;
    private final EventRecords records;
    private final ObjectMapper json;
    private final Clock clock;

    AdmitRequests(CheckRequest checkRequest, EventRecords records, ObjectMapper json, Clock clock) {
        this.checkRequest = checkRequest;
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    /** What is to be decided on each request of the poll, as far as nothing has been decided on its job. */
    public List<Decision> decide(Batch batch) {
        return batch.map(this::decide);
    }

    private Decision decide(Item item) {
        Consumed consumed = item.consumed();
        JobEvent event = decide(consumed);
        return new Decision(item, event, records.write(event, consumed), Sha256.hex(consumed.value()));
    }

    /** The parameters of admit-jobs.sql: an array for each column, with the first request of each job. */
    public Map<String, Object> rows(@Body List<Decision> decisions) {
        Map<UUID, Decision> first = new LinkedHashMap<>();
        decisions.forEach(decision -> first.putIfAbsent(decision.jobId(), decision));
        List<Decision> rows = List.copyOf(first.values());
        boolean[] accepted = new boolean[rows.size()];
        for (int i = 0; i < accepted.length; i++) {
            accepted[i] = rows.get(i).isAcceptance();
        }
        return Map.of(
                "jobIds", texts(rows, row -> row.jobId().toString()),
                "accepted", accepted,
                "topics", texts(rows, row -> row.consumed().topic()),
                "partitions", rows.stream().mapToInt(row -> row.consumed().partition()).toArray(),
                "offsets", rows.stream().mapToLong(row -> row.consumed().offset()).toArray(),
                "digests", texts(rows, Decision::digest),
                "events", texts(rows, row -> new String(row.told().value(), StandardCharsets.UTF_8)));
    }

    private static String[] texts(List<Decision> rows, Function<Decision, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    /** What admit-jobs.sql answered: what was decided first about each job. */
    public void finish(@ExchangeProperty("decisions") List<Decision> decisions,
            @Header("admissions") List<Map<String, Object>> admissions) throws JsonProcessingException {
        Map<UUID, Map<String, Object>> byJob = new HashMap<>();
        admissions.forEach(row -> byJob.put((UUID) row.get("job_id"), row));
        for (Decision decision : decisions) {
            finish(decision, Objects.requireNonNull(byJob.get(decision.jobId())));
        }
    }

    private void finish(Decision decision, Map<String, Object> admission) throws JsonProcessingException {
        Item item = decision.item();
        String digest = (String) admission.get("request_sha256");
        boolean isFirst = decision.isAt((String) admission.get("topic"), (Integer) admission.get("partition"),
                (Long) admission.get("offset"));
        if (isFirst || digest == null || digest.equals(decision.digest())) {
            item.finish(List.of(told(decision, admission)));
        } else {
            item.die(new InvalidRecord("The key is the id of a job that was requested otherwise, at %s-%s@%s".formatted(
                    admission.get("topic"), admission.get("partition"), admission.get("offset"))));
        }
    }

    private Outgoing told(Decision decision, Map<String, Object> admission) throws JsonProcessingException {
        String event = (String) admission.get("event");
        if (event == null) {
            return decision.told();
        }
        Class<? extends JobEvent> kind =
                Boolean.TRUE.equals(admission.get("accepted")) ? JobAccepted.class : JobCompleted.class;
        return records.write(json.readValue(event, kind), decision.consumed());
    }

    private JobEvent decide(Consumed consumed) {
        UUID jobId = jobId(consumed);
        Instant createdAt = createdAt(consumed);
        CheckedRequest checked = checkRequest.check(consumed.value(), null);
        if (checked instanceof CheckedRequest.Malformed malformed) {
            throw new InvalidRecord(malformed.reason());
        }
        if (checked instanceof CheckedRequest.Invalid invalid) {
            return new JobCompleted(Job.refused(jobId, invalid.mediaType(), invalid.modelId(), invalid.userId(),
                    createdAt, invalid.errors()));
        }
        CheckedRequest.Valid valid = (CheckedRequest.Valid) checked;
        Target target = valid.model().target();
        return new JobAccepted(
                valid.job(jobId, createdAt, expectedWait(consumed)),
                valid.prepared().parameters(),
                new PredictionRequest(target.path(), target.version().orElse(null), valid.prepared().input(),
                        valid.prepared().outputs(), valid.model().deadline().orElse(null), valid.model().provider()));
    }

    /** The key, or, for a record without one, an id that follows from the record's place in the log. */
    private static UUID jobId(Consumed consumed) {
        byte[] key = consumed.key();
        if (key == null || key.length == 0) {
            String place = consumed.position() + "/" + consumed.timestamp().toEpochMilli();
            return UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
        }
        return JobIds.parse(new String(key, StandardCharsets.UTF_8))
                .orElseThrow(() -> new InvalidRecord("The key must be a UUID, which is the jobId, or absent"));
    }

    /** As the ingress said. */
    private static Duration expectedWait(Consumed consumed) {
        try {
            long seconds = consumed.header(EventRecords.EXPECTED_WAIT).map(Long::parseLong).orElse(0L);
            return Duration.ofSeconds(Math.max(0, Math.min(seconds, MAX_DELAY.toSeconds())));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    /** When the ingress took it; for a direct producer without CloudEvents headers, the record's own time. */
    private Instant createdAt(Consumed consumed) {
        Instant written = consumed.timeOr(clock.instant());
        try {
            // A time that is far from the record's own was not written by a clock.
            return consumed.header("ce_time").map(Instant::parse)
                    .filter(time -> Duration.between(time, written).abs().compareTo(MAX_DELAY) <= 0)
                    .orElse(written);
        } catch (DateTimeException e) {
            return written;
        }
    }
}
