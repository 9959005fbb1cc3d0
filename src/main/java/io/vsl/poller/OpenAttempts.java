package io.vsl.poller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobAccepted;
import io.vsl.poller.OpenAttempt.State;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The ledger on both sides of a round of the poller. */
@Component("openAttempts")
class OpenAttempts {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAttempts.class);

    private final PollerProperties properties;
    private final ObjectMapper json;

    OpenAttempts(PollerProperties properties, ObjectMapper json) {
        this.properties = properties;
        this.json = json;
    }

    /** The parameters of open-attempts.sql. */
    public Map<String, Object> due() {
        return Map.of("patience", properties.patience().toSeconds(), "limit", properties.limit());
    }

    /** What open-attempts.sql answered. A row that can't be read holds up no other. */
    public List<OpenAttempt> read(@Body List<Map<String, Object>> rows) {
        List<OpenAttempt> attempts = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            try {
                attempts.add(attempt(row));
            } catch (JsonProcessingException | RuntimeException e) {
                LOG.atError().addKeyValue("action", "poll").addKeyValue("jobId", row.get("job_id"))
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("The ledger's row of the attempt can't be read");
            }
        }
        return attempts;
    }

    private OpenAttempt attempt(Map<String, Object> row) throws JsonProcessingException {
        return new OpenAttempt(
                (UUID) column(row, "job_id"),
                (Integer) column(row, "attempt"),
                State.valueOf(((String) column(row, "state")).toUpperCase(Locale.ROOT)),
                (String) row.get("prediction_id"),
                (UUID) row.get("claim"),
                json.readValue((String) row.get("accepted"), JobAccepted.class),
                ((Timestamp) column(row, "created_at")).toInstant(),
                ((Timestamp) column(row, "updated_at")).toInstant(),
                ((Timestamp) column(row, "checked_at")).toInstant(),
                instant(row.get("looked_at")),
                instant(row.get("reported_at")));
    }

    /** One that is never null. */
    private static Object column(Map<String, Object> row, String name) {
        return Objects.requireNonNull(row.get(name), name);
    }

    private static @Nullable Instant instant(@Nullable Object timestamp) {
        return timestamp == null ? null : ((Timestamp) timestamp).toInstant();
    }

    /** The parameter of resolve-attempts.sql. */
    public Map<String, Object> resolution(@ExchangeProperty("finding") Finding finding)
            throws JsonProcessingException {
        return rows(finding.resolution());
    }

    /** The parameter of mark-reported.sql. */
    public Map<String, Object> reported(@ExchangeProperty("finding") Finding finding) throws JsonProcessingException {
        return rows(finding.reported());
    }

    private Map<String, Object> rows(@Nullable Object row) throws JsonProcessingException {
        return Map.of("rows", json.writeValueAsString(row == null ? List.of() : List.of(row)));
    }
}
