package io.vsl.poller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobAccepted;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.poller.OpenAttempt.State;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The ledger on both sides of a round of the poller. */
@Component("openAttempts")
class OpenAttempts {

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

    /** What open-attempts.sql answered. */
    public List<OpenAttempt> read(@Body List<Map<String, Object>> rows) throws JsonProcessingException {
        List<OpenAttempt> attempts = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            attempts.add(new OpenAttempt(
                    (UUID) row.get("job_id"),
                    (Integer) row.get("attempt"),
                    State.valueOf(((String) row.get("state")).toUpperCase(Locale.ROOT)),
                    (String) row.get("prediction_id"),
                    (UUID) row.get("claim"),
                    json.readValue((String) row.get("accepted"), JobAccepted.class),
                    ((Timestamp) row.get("created_at")).toInstant(),
                    ((Timestamp) row.get("updated_at")).toInstant(),
                    ((Timestamp) row.get("checked_at")).toInstant()));
        }
        return attempts;
    }

    /** The parameter of resolve-attempts.sql. */
    public Map<String, Object> resolutions(@ExchangeProperty("findings") List<Finding> findings)
            throws JsonProcessingException {
        return rows(findings, Finding::resolution);
    }

    /** The parameter of mark-reported.sql. */
    public Map<String, Object> reported(@ExchangeProperty("findings") List<Finding> findings)
            throws JsonProcessingException {
        return rows(findings, Finding::reported);
    }

    private Map<String, Object> rows(List<Finding> findings, Function<Finding, @Nullable Object> row)
            throws JsonProcessingException {
        return Map.of("rows", json.writeValueAsString(findings.stream().map(row).filter(Objects::nonNull).toList()));
    }

    /** What is to be told once the ledger says the same. */
    public List<Outgoing> records(@ExchangeProperty("findings") List<Finding> findings) {
        return findings.stream().flatMap(finding -> finding.records().stream()).toList();
    }
}
