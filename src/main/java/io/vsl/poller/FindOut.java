package io.vsl.poller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptRequested;
import io.vsl.job.CancelRequested;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.JobStarted;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.metrics.JobMeters;
import io.vsl.platform.replicate.AnswerTooLarge;
import io.vsl.platform.replicate.Prediction;
import io.vsl.platform.replicate.ReadPrediction;
import io.vsl.platform.replicate.SignedContext;
import io.vsl.poller.Finding.Reported;
import io.vsl.poller.Finding.Resolution;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What Replicate's answers mean for an attempt. */
@Component("findOut")
class FindOut {

    private static final Logger LOG = LoggerFactory.getLogger(FindOut.class);

    private static final Set<String> ENDED = Set.of("succeeded", "failed", "canceled", "aborted");

    private final EventRecords records;
    private final SignedContext contexts;
    private final ReadPrediction predictions;
    private final JobMeters meters;
    private final PollerProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    FindOut(EventRecords records, SignedContext contexts, ReadPrediction predictions, JobMeters meters,
            PollerProperties properties, ObjectMapper json, Clock clock) {
        this.records = records;
        this.contexts = contexts;
        this.predictions = predictions;
        this.meters = meters;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /** It was never sent, or it is known that nothing came of it: generate takes it up again. */
    public Finding unsent(@ExchangeProperty("attempt") OpenAttempt attempt) {
        return Finding.of(null, again(attempt));
    }

    /** What {@code GET /predictions/{id}} says. */
    public Finding submitted(@ExchangeProperty("attempt") OpenAttempt attempt,
            @Header("CamelHttpResponseCode") int status, @Body byte[] body) {
        if (status == 404 && isOverdue(attempt)) {
            return forgotten(attempt);
        }
        String predictionId = Objects.requireNonNull(attempt.predictionId());
        if (status != 200) {
            return unfinished(attempt, "Replicate answers %d for prediction %s".formatted(status, predictionId));
        }
        Prediction prediction = predictions.read(body).orElse(null);
        if (prediction == null || prediction.status() == null
                || prediction.id() != null && !prediction.id().equals(predictionId)) {
            return unfinished(attempt, "Replicate answers with what is not the prediction " + predictionId);
        }
        boolean isTold = attempt.reportedAt() != null;
        return isPastDeadline(attempt) && (isTold || !ENDED.contains(prediction.status()))
                ? timedOut(attempt)
                : told(attempt, null, predictionId, prediction);
    }

    public Search search(@ExchangeProperty("attempt") OpenAttempt attempt) {
        return new Search(attempt, contexts);
    }

    public void page(@ExchangeProperty("search") Search search, @Header("CamelHttpResponseCode") int status,
            @Body byte[] body) throws IOException {
        if (status != 200) {
            throw new IOException("Replicate answers %d for the list of predictions".formatted(status));
        }
        search.read(predictions.page(body));
    }

    /** The parameter of known-predictions.sql. */
    public Map<String, Object> candidates(@ExchangeProperty("search") Search search) throws JsonProcessingException {
        return Map.of("candidates", json.writeValueAsString(search.candidates()));
    }

    /** What the list says of a request whose answer was lost; known are predictions of other attempts. */
    public Finding searched(@ExchangeProperty("attempt") OpenAttempt attempt,
            @ExchangeProperty("search") Search search, @Header("known") List<Map<String, Object>> known) {
        Set<String> ofOthers = known.stream().map(row -> (String) row.get("prediction_id")).collect(Collectors.toSet());
        if (search.found().isPresent()) {
            return adopted(attempt, search.found().get());
        }
        if (search.isAbsent(ofOthers) && attempt.silentFor().compareTo(properties.absentAfter()) > 0) {
            LOG.atWarn().addKeyValue("action", "resolve-attempt").addKeyValue("jobId", attempt.jobId())
                    .log("Replicate does not have the attempt: it is sent again");
            return Finding.of(Resolution.of(attempt, "claimed", search.evidence(attempt.checkedAt())), again(attempt));
        }
        if (isOverdue(attempt)) {
            return abandoned(attempt);
        }
        return nothing(attempt, "It is not known whether Replicate has the attempt");
    }

    /** Replicate could not be asked. Whatever it says for how long, the job ends. */
    public Finding failed(@ExchangeProperty("attempt") OpenAttempt attempt,
            @ExchangeProperty("CamelExceptionCaught") Exception failure) {
        if (attempt.isSubmitted() && failure instanceof AnswerTooLarge) {
            return ended(attempt, JobError.of(ErrorCode.OUTPUT_REJECTED,
                    "The prediction itself is too large: " + failure.getMessage()));
        }
        String reason = String.valueOf(failure.getMessage());
        if (!attempt.wasLookedInto() || attempt.isUnsent()) {
            return nothing(attempt, reason);
        }
        return attempt.isSubmitted() ? unfinished(attempt, reason)
                : isOverdue(attempt) ? abandoned(attempt) : nothing(attempt, reason);
    }

    /** What was found is larger than a topic takes: the job ends, for it would be no smaller another time. */
    public Finding tooLarge(@ExchangeProperty("attempt") OpenAttempt attempt,
            @ExchangeProperty("finding") Finding finding) {
        int size = finding.records().stream().mapToInt(record -> record.value().length).max().orElse(0);
        return ended(attempt, JobError.of(ErrorCode.OUTPUT_REJECTED,
                "The prediction itself is too large to be kept: %d bytes".formatted(size)));
    }

    /** What was found is not told, and found again in the next round. */
    public void untold(@ExchangeProperty("attempt") OpenAttempt attempt,
            @ExchangeProperty("CamelExceptionCaught") Exception failure) {
        LOG.atWarn().addKeyValue("action", "poll").addKeyValue("jobId", attempt.jobId())
                .addKeyValue("error", failure.toString()).log("What was found out could not be told yet");
    }

    private Finding adopted(OpenAttempt attempt, Prediction found) {
        LOG.atInfo().addKeyValue("action", "resolve-attempt").addKeyValue("jobId", attempt.jobId())
                .log("Replicate has the attempt");
        if (attempt.attempt() == 1) {
            meters.started(attempt.accepted().job());
        }
        String id = Objects.requireNonNull(found.id());
        return told(attempt, Resolution.submitted(attempt, id, at(attempt, found)), id, found);
    }

    /** That the prediction began, which may not have been told before we died, and how it ended, once it has. */
    private Finding told(OpenAttempt attempt, @Nullable Resolution resolution, String id, Prediction prediction) {
        Job job = attempt.accepted().job().processing(id);
        Outgoing started = records.write(new JobStarted(job, attempt.attempt(), at(attempt, prediction)));
        if (prediction.status() == null || !ENDED.contains(prediction.status())) {
            return resolution == null ? Finding.NOTHING : Finding.of(resolution, started);
        }
        Prediction known = prediction.id() == null ? prediction.withId(id) : prediction;
        Outgoing report = report(attempt, known);
        return new Finding(resolution,
                List.of(started, report.fits() ? report : report(attempt, known.withoutOutput())), List.of(),
                new Reported(attempt.jobId(), attempt.attempt()));
    }

    private Outgoing report(OpenAttempt attempt, Prediction prediction) {
        String id = "poll-%s-%s".formatted(prediction.id(), prediction.status());
        return records.report(attempt.jobId(), id, clock.instant(), predictions.write(prediction), null,
                Map.of(SignedContext.PARAMETER, contexts.sign(attempt.context())));
    }

    private static Instant at(OpenAttempt attempt, Prediction prediction) {
        return Objects.requireNonNullElse(prediction.createdAt(), attempt.createdAt());
    }

    private boolean isOverdue(OpenAttempt attempt) {
        return attempt.silentFor().compareTo(properties.abandonAfter()) > 0;
    }

    /** Whether the prediction must have ended, and its outputs be gone. */
    private boolean isPastDeadline(OpenAttempt attempt) {
        Duration run = Objects.requireNonNullElse(attempt.accepted().prediction().deadline(), properties.runAtMost());
        return attempt.silentFor().minus(properties.outputsKept()).compareTo(run) > 0;
    }

    private Outgoing again(OpenAttempt attempt) {
        return records.attempt(
                new AttemptRequested(attempt.jobId(), attempt.attempt(), "Replicate was found not to have it"),
                clock.instant(), null);
    }

    private Finding unfinished(OpenAttempt attempt, String reason) {
        return isPastDeadline(attempt) ? timedOut(attempt) : nothing(attempt, reason);
    }

    /** Replicate has forgotten the prediction, and its outputs with it. */
    private Finding forgotten(OpenAttempt attempt) {
        return Finding.of(null, outcome(attempt,
                JobError.of(ErrorCode.OUTPUT_EXPIRED, "Replicate does not know the prediction any more")));
    }

    private Finding timedOut(OpenAttempt attempt) {
        LOG.atError().addKeyValue("action", "poll").addKeyValue("jobId", attempt.jobId())
                .log("The job is ended: its prediction came to no end in its time");
        return ended(attempt, JobError.of(ErrorCode.TIMEOUT,
                "The prediction did not end in its time, by what Replicate says of it"));
    }

    /** The job ends, and then the prediction, which may still run and cost. */
    private Finding ended(OpenAttempt attempt, JobError error) {
        return new Finding(null, List.of(outcome(attempt, error)),
                List.of(records.cancel(attempt.jobId(), new CancelRequested(error.message()), attempt.checkedAt(), null)),
                null);
    }

    private Finding abandoned(OpenAttempt attempt) {
        LOG.atError().addKeyValue("action", "resolve-attempt").addKeyValue("jobId", attempt.jobId())
                .log("The attempt is given up; it may have been charged");
        return Finding.of(Resolution.of(attempt, "abandoned", null),
                outcome(attempt, JobError.of(ErrorCode.SUBMISSION_AMBIGUOUS,
                        "It could not be found out whether Replicate took the request")));
    }

    /** At the time of the look, by the ledger's clock. */
    private Outgoing outcome(OpenAttempt attempt, JobError error) {
        Job job = attempt.accepted().job();
        Job latest = attempt.predictionId() == null ? job : job.processing(attempt.predictionId());
        return records.write(new OutcomeProposed(latest.failed(error, attempt.checkedAt().truncatedTo(ChronoUnit.MILLIS))));
    }

    private static Finding nothing(OpenAttempt attempt, String reason) {
        LOG.atWarn().addKeyValue("action", "poll").addKeyValue("jobId", attempt.jobId()).log(reason);
        return Finding.NOTHING;
    }
}
