package io.vsl.poller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptRequested;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobStarted;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.metrics.JobMeters;
import io.vsl.platform.replicate.Prediction;
import io.vsl.platform.replicate.SignedContext;
import io.vsl.poller.Finding.Reported;
import io.vsl.poller.Finding.Resolution;
import java.io.IOException;
import java.time.Clock;
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
    private final JobMeters meters;
    private final PollerProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    FindOut(EventRecords records, SignedContext contexts, JobMeters meters, PollerProperties properties,
            ObjectMapper json, Clock clock) {
        this.records = records;
        this.contexts = contexts;
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
            @Header("CamelHttpResponseCode") int status, @Body byte[] body) throws IOException {
        if (status == 404 && isOverdue(attempt)) {
            return forgotten(attempt);
        }
        if (status != 200) {
            return nothing(attempt, "Replicate answers %d for prediction %s".formatted(status, attempt.predictionId()));
        }
        JsonNode prediction = json.readTree(body);
        return told(attempt, null, prediction, json.treeToValue(prediction, Prediction.class));
    }

    public Search search(@ExchangeProperty("attempt") OpenAttempt attempt) {
        return new Search(attempt, contexts);
    }

    public void page(@ExchangeProperty("search") Search search, @Header("CamelHttpResponseCode") int status,
            @Body byte[] body) throws IOException {
        if (status != 200) {
            throw new IOException("Replicate answers %d for the list of predictions".formatted(status));
        }
        search.read(json.readTree(body));
    }

    /** The parameter of known-predictions.sql. */
    public Map<String, Object> candidates(@ExchangeProperty("search") Search search) throws JsonProcessingException {
        return Map.of("candidates", json.writeValueAsString(search.candidates()));
    }

    /** What the list says of a request whose answer was lost; known are predictions of other attempts. */
    public Finding searched(@ExchangeProperty("attempt") OpenAttempt attempt,
            @ExchangeProperty("search") Search search, @Header("known") List<Map<String, Object>> known)
            throws JsonProcessingException {
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

    /** Replicate could not be asked. */
    public Finding failed(@ExchangeProperty("attempt") OpenAttempt attempt,
            @ExchangeProperty("CamelExceptionCaught") Exception failure) {
        return nothing(attempt, String.valueOf(failure.getMessage()));
    }

    private Finding adopted(OpenAttempt attempt, JsonNode found) throws JsonProcessingException {
        LOG.atInfo().addKeyValue("action", "resolve-attempt").addKeyValue("jobId", attempt.jobId())
                .log("Replicate has the attempt");
        Prediction prediction = json.treeToValue(found, Prediction.class);
        if (attempt.attempt() == 1) {
            meters.started(attempt.accepted().job());
        }
        return told(attempt, Resolution.submitted(attempt, Objects.requireNonNull(prediction.id()), at(attempt, prediction)),
                found, prediction);
    }

    /** That the prediction began, which may not have been told before we died, and how it ended, once it has. */
    private Finding told(OpenAttempt attempt, @Nullable Resolution resolution, JsonNode found, Prediction prediction)
            throws JsonProcessingException {
        if (prediction.id() == null || prediction.status() == null) {
            return nothing(attempt, "Replicate answers with what is no prediction");
        }
        Job job = attempt.accepted().job().processing(prediction.id());
        Outgoing started = records.write(new JobStarted(job, attempt.attempt(), at(attempt, prediction)));
        if (!ENDED.contains(prediction.status())) {
            return resolution == null ? Finding.NOTHING : Finding.of(resolution, started);
        }
        String id = "poll-%s-%s".formatted(prediction.id(), prediction.status());
        Outgoing report = records.report(attempt.jobId(), id, clock.instant(), json.writeValueAsBytes(found), null,
                Map.of(SignedContext.PARAMETER, contexts.sign(attempt.context())));
        return new Finding(resolution, List.of(started, report), new Reported(attempt.jobId(), attempt.attempt()));
    }

    private static Instant at(OpenAttempt attempt, Prediction prediction) {
        return Objects.requireNonNullElse(prediction.createdAt(), attempt.createdAt());
    }

    private boolean isOverdue(OpenAttempt attempt) {
        return attempt.silentFor().compareTo(properties.abandonAfter()) > 0;
    }

    private Outgoing again(OpenAttempt attempt) {
        return records.attempt(
                new AttemptRequested(attempt.jobId(), attempt.attempt(), "Replicate was found not to have it"),
                clock.instant(), null);
    }

    /** Replicate has forgotten the prediction, and its outputs with it. */
    private Finding forgotten(OpenAttempt attempt) {
        Job job = attempt.accepted().job().processing(Objects.requireNonNull(attempt.predictionId()));
        return Finding.of(null, records.write(new JobCompleted(job.failed(
                JobError.of(ErrorCode.OUTPUT_EXPIRED, "Replicate does not know the prediction any more"),
                clock.instant().truncatedTo(ChronoUnit.MILLIS)))));
    }

    private Finding abandoned(OpenAttempt attempt) {
        Job job = attempt.accepted().job().failed(JobError.of(ErrorCode.SUBMISSION_AMBIGUOUS,
                "It could not be found out whether Replicate took the request"),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        LOG.atError().addKeyValue("action", "resolve-attempt").addKeyValue("jobId", attempt.jobId())
                .log("The attempt is given up; it may have been charged");
        return Finding.of(Resolution.of(attempt, "abandoned", null), records.write(new JobCompleted(job)));
    }

    private static Finding nothing(OpenAttempt attempt, String reason) {
        LOG.atWarn().addKeyValue("action", "poll").addKeyValue("jobId", attempt.jobId()).log(reason);
        return Finding.NOTHING;
    }
}
