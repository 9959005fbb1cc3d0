package io.vsl.generate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.generate.Attempt.Cancelled;
import io.vsl.generate.Attempt.NotSent;
import io.vsl.generate.Attempt.Rejected;
import io.vsl.generate.Attempt.Submitted;
import io.vsl.job.ErrorCode;
import io.vsl.job.JobAccepted;
import io.vsl.platform.kafka.InvalidRecord;
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
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The table {@code prediction_attempts} on both sides of its two statements, each one round trip for a whole poll. */
@Component("attemptsLedger")
class AttemptsLedger {

    private final GenerateProperties properties;
    private final ObjectMapper json;

    AttemptsLedger(GenerateProperties properties, ObjectMapper json) {
        this.properties = properties;
        this.json = json;
    }

    /** Which attempt, of which job. */
    private record Key(UUID jobId, int attempt) {

        static Key of(Attempt attempt) {
            return new Key(attempt.jobId(), attempt.number());
        }

        static Key of(Map<String, Object> row) {
            return new Key((UUID) row.get("job_id"), (Integer) row.get("attempt"));
        }
    }

    /** A row of the parameter {@code rows} of claim-attempts.sql. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Wanted(@JsonProperty("job_id") UUID jobId, int attempt, @Nullable String cause,
            @Nullable JobAccepted accepted) {
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

    /** Counted from before the ledger is asked. */
    public Claim open() {
        return new Claim(UUID.randomUUID(), System.nanoTime() + properties.sendWithin().toNanos());
    }

    /** The parameter of claim-attempts.sql. */
    public String wanted(@Body List<Attempt> attempts) throws JsonProcessingException {
        Map<Key, Wanted> wanted = new LinkedHashMap<>();
        attempts.forEach(attempt -> wanted.putIfAbsent(Key.of(attempt), new Wanted(attempt.jobId(), attempt.number(),
                attempt.cause(), attempt.isRequested() ? null : attempt.accepted())));
        return json.writeValueAsString(wanted.values());
    }

    /**
     * What claim-attempts.sql answered: an attempt is ours to send, or its fate is what the ledger says. One that stands
     * in the poll twice is sent once. Those of jobs that the ledger does not know are dead letters, and left out.
     */
    public List<Attempt> claimed(@Body List<Attempt> attempts, @Header("claims") List<Map<String, Object>> claims,
            @ExchangeProperty("claim") Claim claim) throws JsonProcessingException {
        Map<Key, Map<String, Object>> rows = claims.stream().collect(Collectors.toMap(Key::of, Function.identity()));
        for (Attempt attempt : attempts) {
            claimed(attempt, Objects.requireNonNull(rows.get(Key.of(attempt))), claim);
        }
        return attempts.stream().filter(attempt -> attempt.item().isOpen()).toList();
    }

    private void claimed(Attempt attempt, Map<String, Object> row, Claim claim) throws JsonProcessingException {
        if (attempt.isRequested()) {
            String accepted = (String) row.get("accepted");
            if (accepted == null) {
                attempt.item().die(new InvalidRecord("The ledger knows no first attempt of this job"));
                return;
            }
            attempt.read(json.readValue(accepted, JobAccepted.class));
        }
        String state = (String) row.get("state");
        if (Boolean.TRUE.equals(row.put("ours", false))) {
            attempt.claim(claim);
        } else if ("submitted".equals(state)) {
            attempt.settle(new Submitted((String) row.get("prediction_id"), instant(row.get("at"))));
        } else if ("rejected".equals(state)) {
            attempt.settle(new Rejected(ErrorCode.valueOf((String) row.get("error_code")),
                    (String) row.get("error_message"), instant(row.get("at"))));
        } else if (row.get("cancelled_at") != null && (state == null || "claimed".equals(state))) {
            attempt.settle(new Cancelled(instant(row.get("cancelled_at"))));
        }
    }

    private static Instant instant(Object timestamp) {
        return ((Timestamp) timestamp).toInstant();
    }

    /** The parameter of record-attempts.sql: what became of those that were ours. */
    public String fates(@Body List<Attempt> attempts) throws JsonProcessingException {
        return json.writeValueAsString(attempts.stream().filter(Attempt::isOurs).map(AttemptsLedger::row).toList());
    }

    private static Row row(Attempt attempt) {
        Attempt.Fate fate = attempt.fate();
        if (fate instanceof Submitted submitted) {
            return new Row(attempt.jobId(), attempt.number(), "submitted", submitted.predictionId(), null, null,
                    submitted.at());
        } else if (fate instanceof Rejected rejected) {
            return new Row(attempt.jobId(), attempt.number(), "rejected", null, rejected.code().name(),
                    rejected.message(), rejected.at());
        } else if (fate instanceof NotSent notSent) {
            return new Row(attempt.jobId(), attempt.number(), "claimed", null, null, notSent.reason(), null);
        }
        return new Row(attempt.jobId(), attempt.number(), "sending", null, null, null, null);
    }
}
