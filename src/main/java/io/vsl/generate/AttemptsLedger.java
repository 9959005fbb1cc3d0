package io.vsl.generate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.generate.Attempt.NotSent;
import io.vsl.generate.Attempt.Rejected;
import io.vsl.generate.Attempt.Submitted;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobAccepted;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The table {@code prediction_attempts} on both sides of its two statements, each one round trip for a whole poll. */
@Component("attemptsLedger")
class AttemptsLedger {

    private final ObjectMapper json;

    AttemptsLedger(ObjectMapper json) {
        this.json = json;
    }

    /** A row of the parameter {@code rows} of claim-attempts.sql. */
    private record Claim(@JsonProperty("job_id") UUID jobId, int attempt, JobAccepted accepted) {
    }

    /** A row of the parameter {@code rows} of record-attempts.sql. */
    private record Row(
            @JsonProperty("job_id") UUID jobId,
            int attempt,
            String state,
            @JsonProperty("prediction_id") @Nullable String predictionId,
            @JsonProperty("error_code") @Nullable String errorCode,
            @JsonProperty("error_message") @Nullable String errorMessage,
            @Nullable Instant at) {
    }

    /** The parameter of claim-attempts.sql. */
    public String claims(@Body List<Attempt> attempts) throws JsonProcessingException {
        Map<UUID, Claim> claims = new LinkedHashMap<>();
        attempts.forEach(attempt -> claims.putIfAbsent(attempt.accepted().job().jobId(),
                new Claim(attempt.accepted().job().jobId(), attempt.number(), attempt.accepted())));
        return json.writeValueAsString(claims.values());
    }

    /**
     * What claim-attempts.sql answered: an attempt is ours to send, or its fate is what the ledger says. A job that
     * stands in the poll twice is sent once.
     */
    public void claimed(@Body List<Attempt> attempts, @Header("claims") List<Map<String, Object>> claims) {
        Map<UUID, Map<String, Object>> rows = claims.stream()
                .collect(Collectors.toMap(row -> (UUID) row.get("job_id"), Function.identity()));
        for (Attempt attempt : attempts) {
            Map<String, Object> row = Objects.requireNonNull(rows.get(attempt.accepted().job().jobId()));
            if (Boolean.TRUE.equals(row.put("ours", false))) {
                attempt.claim();
            } else if ("submitted".equals(row.get("state"))) {
                attempt.settle(new Submitted((String) row.get("prediction_id"),
                        ((Timestamp) row.get("at")).toInstant()));
            } else if ("rejected".equals(row.get("state"))) {
                attempt.settle(new Rejected(ErrorCode.valueOf((String) row.get("error_code")),
                        (String) row.get("error_message"), ((Timestamp) row.get("at")).toInstant()));
            }
        }
    }

    /** The parameter of record-attempts.sql: what became of those that were ours. */
    public String fates(@Body List<Attempt> attempts) throws JsonProcessingException {
        return json.writeValueAsString(attempts.stream().filter(Attempt::isOurs).map(this::fate).toList());
    }

    private Row fate(Attempt attempt) {
        UUID jobId = attempt.accepted().job().jobId();
        Attempt.Fate fate = attempt.fate();
        if (fate instanceof Submitted submitted) {
            return new Row(jobId, attempt.number(), "submitted", submitted.predictionId(), null, null,
                    submitted.at());
        } else if (fate instanceof Rejected rejected) {
            return new Row(jobId, attempt.number(), "rejected", null, rejected.code().name(), rejected.message(),
                    rejected.at());
        } else if (fate instanceof NotSent notSent) {
            return new Row(jobId, attempt.number(), "claimed", null, null, notSent.reason(), null);
        }
        return new Row(jobId, attempt.number(), "sending", null, null, null, null);
    }
}
