package io.vsl.admit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Compilation;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobError;
import io.vsl.job.JobIds;
import io.vsl.job.JobStarted;
import io.vsl.job.OutcomeProposed;
import io.vsl.job.StageEvent;
import io.vsl.models.CheckRequest;
import io.vsl.models.CheckedRequest;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.metrics.JobMeters;
import io.vsl.platform.security.Sha256;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.TryAgain;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A request that can be served is accepted, one that is wrong or beyond its user's budget ends as a failed job with the codes
 * of the REST API, and what isn't a JSON object is a dead letter.
 *
 * <p>A job is decided on once. The table {@code job_admissions} remembers what was decided first and where that request
 * stands: read again, or sent again, it is told again as the same event, whatever the registry says by then. Another
 * request under the same key is a dead letter, and neither ends the job nor makes it another user's.
 */
@Component("admitRequests")
public class AdmitRequests {

    private static final Duration MAX_DELAY = Duration.ofDays(1);

    private final CheckRequest checkRequest;
    private final JobMeters meters;
    private final EventRecords records;
    private final ObjectMapper json;
    private final Clock clock;

    AdmitRequests(CheckRequest checkRequest, JobMeters meters, EventRecords records, ObjectMapper json, Clock clock) {
        this.checkRequest = checkRequest;
        this.meters = meters;
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    /** What is to be decided on each request of the poll, as far as nothing has been decided on its job. */
    public Decisions decide(Batch batch) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new Decisions(batch.map(this::decide), today);
    }

    private Decision decide(PolledRecord polled) {
        Consumed consumed = polled.consumed();
        StageEvent event = decide(consumed);
        return new Decision(polled, event, records.write(event, consumed), Sha256.hex(consumed.value()));
    }

    /** With what reserve.sql answered. */
    public Admitted remembered(Decisions decisions, List<Map<String, Object>> rows) {
        Map<UUID, Admission> admissions = new HashMap<>();
        rows.stream().map(Admission::of).forEach(admission -> admissions.put(admission.jobId(), admission));
        return new Admitted(decisions.all(), admissions);
    }

    /**
     * What was decided first is told, once more where it was told before.
     *
     * @throws TryAgain when another process has admitted the same jobs at this moment
     */
    public void finish(Admitted admitted) throws JsonProcessingException {
        if (!admitted.admissions().values().stream().allMatch(Admission::isKnown)) {
            throw new TryAgain("Another process has just admitted some of these jobs");
        }
        for (Decision decision : admitted.decisions()) {
            finish(decision, Objects.requireNonNull(admitted.admissions().get(decision.jobId())));
        }
    }

    private void finish(Decision decision, Admission admission) throws JsonProcessingException {
        if (admission.isOf(decision)) {
            decision.polled().finish(told(decision, admission));
        } else {
            decision.polled()
                    .die(new InvalidRecord(
                            "The key is the id of a job that was requested otherwise, at " + admission.at()));
        }
    }

    private List<Outgoing> told(Decision decision, Admission admission) throws JsonProcessingException {
        Class<? extends StageEvent> kind = admission.accepted() ? JobAccepted.class : OutcomeProposed.class;
        StageEvent event = admission.event() == null ? decision.event() : json.readValue(admission.event(), kind);
        if (admission.refused()) {
            if (admission.event() == null) {
                meters.beyondBudget();
            }
            return List.of(records.write(beyondBudget(event.job()), decision.consumed()));
        }
        Outgoing told = admission.event() == null ? decision.told() : records.write(event, decision.consumed());
        if (!(event instanceof JobAccepted accepted) || !Compilation.isOne(accepted.job())) {
            return List.of(told);
        }
        if (admission.event() == null) {
            meters.started(accepted.job());
        }
        return withCompilation(told, accepted, decision.consumed());
    }

    /** No provider makes it, so it need not wait behind what providers make: the stage that does is told at once. */
    private List<Outgoing> withCompilation(Outgoing told, JobAccepted accepted, Consumed cause) {
        JobStarted started = new JobStarted(accepted.job().processing(), Compilation.ATTEMPT, accepted.time());
        return List.of(told, records.write(started, cause), records.compilation(accepted, cause));
    }

    /** The same however often it is told. */
    private static OutcomeProposed beyondBudget(Job job) {
        String cost = Objects.requireNonNull(job.estimatedCost()).toPlainString();
        JobError error = JobError.of(
                ErrorCode.BUDGET_EXCEEDED,
                "The estimated cost, %s USD, was more than was left of the user's budget for the month"
                        .formatted(cost));
        return new OutcomeProposed(job.failed(error, job.createdAt()));
    }

    private StageEvent decide(Consumed consumed) {
        UUID jobId = jobId(consumed);
        Instant createdAt = createdAt(consumed);
        UUID batchId = batchId(consumed);
        return switch (checkRequest.check(consumed.value(), null)) {
            case CheckedRequest.Malformed malformed -> throw new InvalidRecord(malformed.reason());
            case CheckedRequest.Invalid invalid ->
                new OutcomeProposed(Job.refused(
                                jobId,
                                invalid.mediaType(),
                                invalid.modelId(),
                                invalid.userId(),
                                createdAt,
                                invalid.errors())
                        .inBatch(batchId));
            case CheckedRequest.Valid valid ->
                new JobAccepted(
                        valid.job(jobId, createdAt, expectedWait(consumed)).inBatch(batchId),
                        valid.prepared().parameters(),
                        valid.prediction());
        };
    }

    private static @Nullable UUID batchId(Consumed consumed) {
        return consumed.header(EventRecords.BATCH_ID)
                .map(text -> JobIds.parse(text)
                        .orElseThrow(() -> new InvalidRecord("The header batch-id must be a UUID, or absent")))
                .orElse(null);
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
            long seconds = consumed.header(EventRecords.EXPECTED_WAIT)
                    .map(Long::parseLong)
                    .orElse(0L);
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
            return consumed.header("ce_time")
                    .map(Instant::parse)
                    .filter(time -> Duration.between(time, written).abs().compareTo(MAX_DELAY) <= 0)
                    .orElse(written);
        } catch (DateTimeException e) {
            return written;
        }
    }
}
