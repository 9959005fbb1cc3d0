package io.vsl.generate;

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
import java.util.Collection;
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
            return new Key((UUID) column(row, "job_id"), (Integer) column(row, "attempt"));
        }
    }

    /** What record-attempts.sql writes of an attempt. */
    private record Row(String state, @Nullable String predictionId, @Nullable String errorCode,
            @Nullable String errorMessage, @Nullable Instant at) {
    }

    /** Counted from before the ledger is asked. */
    public Claim open() {
        return new Claim(UUID.randomUUID(), System.nanoTime() + properties.sendWithin().toNanos());
    }

    /** The parameters of claim-attempts.sql: an array for each column. */
    public Map<String, Object> wanted(@Body List<Attempt> attempts, @ExchangeProperty("claim") Claim claim)
            throws JsonProcessingException {
        Map<Key, Attempt> distinct = new LinkedHashMap<>();
        attempts.forEach(attempt -> distinct.putIfAbsent(Key.of(attempt), attempt));
        Collection<Attempt> wanted = distinct.values();
        return Map.of(
                "claim", claim.id(),
                "jobIds", jobIds(wanted),
                "attempts", numbers(wanted),
                "causes", texts(wanted, Attempt::cause),
                "accepted", accepted(wanted));
    }

    private @Nullable String[] accepted(Collection<Attempt> wanted) throws JsonProcessingException {
        @Nullable String[] accepted = new String[wanted.size()];
        int i = 0;
        for (Attempt attempt : wanted) {
            accepted[i++] = attempt.isRequested() ? null : json.writeValueAsString(attempt.accepted());
        }
        return accepted;
    }

    private static @Nullable String[] jobIds(Collection<Attempt> attempts) {
        return texts(attempts, attempt -> attempt.jobId().toString());
    }

    private static int[] numbers(Collection<Attempt> attempts) {
        return attempts.stream().mapToInt(Attempt::number).toArray();
    }

    private static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    /**
     * What claim-attempts.sql answered: an attempt is ours to send, or its fate is what the ledger says. One that stands
     * in the poll twice is sent once. Those of jobs that the ledger does not know are dead letters, and left out.
     */
    public List<Attempt> claimed(@ExchangeProperty("attempts") List<Attempt> attempts,
            @Header("claims") List<Map<String, Object>> claims, @ExchangeProperty("claim") Claim claim)
            throws JsonProcessingException {
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
            attempt.settle(new Submitted((String) column(row, "prediction_id"), instant(column(row, "at"))));
        } else if ("rejected".equals(state)) {
            attempt.settle(new Rejected(ErrorCode.valueOf((String) column(row, "error_code")),
                    (String) column(row, "error_message"), instant(column(row, "at"))));
        } else if (row.get("cancelled_at") != null && (state == null || "claimed".equals(state))) {
            attempt.settle(new Cancelled(instant(row.get("cancelled_at"))));
        }
    }

    private static Instant instant(Object timestamp) {
        return ((Timestamp) timestamp).toInstant();
    }

    /** The parameters of record-attempts.sql: what became of those that were ours. */
    public Map<String, Object> fates(@Body List<Attempt> attempts, @ExchangeProperty("claim") Claim claim) {
        List<Attempt> ours = attempts.stream().filter(Attempt::isOurs).toList();
        List<Row> rows = ours.stream().map(AttemptsLedger::row).toList();
        return Map.of(
                "claim", claim.id(),
                "jobIds", jobIds(ours),
                "attempts", numbers(ours),
                "states", texts(rows, Row::state),
                "predictionIds", texts(rows, Row::predictionId),
                "errorCodes", texts(rows, Row::errorCode),
                "errorMessages", texts(rows, Row::errorMessage),
                "times", texts(rows, row -> row.at() == null ? null : row.at().toString()));
    }

    private static Row row(Attempt attempt) {
        Attempt.Fate fate = attempt.fate();
        if (fate instanceof Submitted submitted) {
            return new Row("submitted", submitted.predictionId(), null, null, submitted.at());
        } else if (fate instanceof Rejected rejected) {
            return new Row("rejected", null, rejected.code().name(), rejected.message(), rejected.at());
        } else if (fate instanceof NotSent notSent) {
            return new Row("claimed", null, null, notSent.reason(), null);
        }
        return new Row("sending", null, null, null, null);
    }

    /** One that is never null. */
    private static Object column(Map<String, Object> row, String name) {
        return Objects.requireNonNull(row.get(name), name);
    }
}
