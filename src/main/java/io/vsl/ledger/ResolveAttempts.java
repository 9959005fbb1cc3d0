package io.vsl.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.ledger.Resolution.Absent;
import io.vsl.ledger.Resolution.Adopted;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Resolves an attempt of unknown fate, on both sides of resolve.sql. */
@Component("resolveAttempts")
class ResolveAttempts {

    private final ObjectMapper json;

    ResolveAttempts(ObjectMapper json) {
        this.json = json;
    }

    /** What resolve.sql is given; times as ISO-8601, evidence as JSON. */
    public record Row(
            UUID jobId,
            int attempt,
            @Nullable UUID claim,
            String state,
            @Nullable String predictionId,
            @Nullable String at,
            @Nullable String evidence) {}

    public Row row(Resolving resolving) throws JsonProcessingException {
        Resolution resolution = Objects.requireNonNull(resolving.resolution());
        OpenAttempt attempt = resolution.attempt();
        return new Row(
                attempt.jobId(),
                attempt.attempt(),
                attempt.claim(),
                resolution.state().value(),
                resolution instanceof Adopted adopted ? adopted.predictionId() : null,
                resolution instanceof Adopted adopted ? adopted.at().toString() : null,
                resolution instanceof Absent absent ? json.writeValueAsString(absent.evidence()) : null);
    }

    public Resolved resolved(@Body List<Map<String, Object>> rows) {
        return new Resolved(!rows.isEmpty());
    }
}
