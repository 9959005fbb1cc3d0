package io.vsl.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.generate.Attempt.Fate;
import io.vsl.generate.Attempt.NotSent;
import io.vsl.generate.Attempt.Rejected;
import io.vsl.generate.Attempt.Submitted;
import io.vsl.generate.Attempt.Unknown;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import io.vsl.platform.replicate.Prediction;
import io.vsl.platform.replicate.ReadPrediction;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What an answer of Replicate to a creation means. Source: Replicate's OpenAPI description. */
@Component("readAnswer")
class ReadAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(ReadAnswer.class);

    /** Somebody has to act, so nothing is lost by waiting. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final LimitCreations limit;
    private final MeterRegistry meters;
    private final ReadPrediction predictions;
    private final ObjectMapper json;
    private final Clock clock;

    ReadAnswer(LimitCreations limit, MeterRegistry meters, ReadPrediction predictions, ObjectMapper json, Clock clock) {
        this.limit = limit;
        this.meters = meters;
        this.predictions = predictions;
        this.json = json;
        this.clock = clock;
    }

    public void read(@ExchangeProperty("attempt") Attempt attempt, @Header("CamelHttpResponseCode") int status,
            @Header("Retry-After") @Nullable String retryAfter, @Body byte @Nullable [] body) {
        Fate fate = fate(status, retryAfter, body == null ? new byte[0] : body);
        attempt.settle(fate);
        meters.counter("vsl.replicate.creations", "status", Integer.toString(status)).increment();
        if (fate instanceof Unknown) {
            limit.failed(new IOException("status " + status));
        } else {
            limit.answered();
        }
        LOG.atInfo().addKeyValue("action", "create-prediction").addKeyValue("jobId", attempt.jobId())
                .addKeyValue("status", status).log("Replicate answered: {}", fate.getClass().getSimpleName());
    }

    private Fate fate(int status, @Nullable String retryAfter, byte[] body) {
        if (status == 200 || status == 201 || status == 202) {
            return created(body);
        }
        return switch (status) {
            // Of the account, not of the job, which waits until somebody has put it right.
            case 401, 402, 403 -> hold(status, PAUSE);
            case 429 -> hold(status, retryAfter(retryAfter, body));
            default -> status >= 400 && status < 500
                    ? new Rejected(ErrorCode.PROVIDER_REJECTED, "Replicate refused the request: " + said(status, body),
                            clock.instant())
                    : new Unknown();
        };
    }

    private Fate hold(int status, Duration pause) {
        limit.pause(pause);
        if (status != 429) {
            LOG.atError().addKeyValue("action", "create-prediction").addKeyValue("status", status)
                    .log("Replicate does not serve this account: creations wait until that is put right");
        }
        return new NotSent("Replicate answers " + status);
    }

    /** From the header or the body, whichever there is. Source: Replicate's docs on rate limits. */
    private Duration retryAfter(@Nullable String header, byte[] body) {
        try {
            long seconds = header != null
                    ? Long.parseLong(header.strip())
                    : (long) Math.ceil(json.readTree(body).path("retry_after").asDouble(1));
            Duration pause = Duration.ofSeconds(Math.max(1, seconds));
            return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        } catch (NumberFormatException | IOException e) {
            return Duration.ofSeconds(1);
        }
    }

    /** An id is all that is needed. Without one it is found out whether there is a prediction. */
    private Fate created(byte[] body) {
        Prediction prediction = predictions.read(body).orElse(null);
        return prediction == null || prediction.id() == null
                ? new Unknown()
                : new Submitted(prediction.id(), Objects.requireNonNullElse(prediction.createdAt(), clock.instant()));
    }

    /** The detail of the problem document, shortened; a model that is gone says so there. */
    private String said(int status, byte[] body) {
        try {
            JsonNode problem = json.readTree(body);
            String detail = problem.path("detail").asText(problem.path("title").asText(""));
            return detail.isBlank() ? "status " + status : JobError.keepable(detail);
        } catch (IOException e) {
            return "status " + status;
        }
    }
}
