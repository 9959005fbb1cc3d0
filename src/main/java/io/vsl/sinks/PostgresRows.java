package io.vsl.sinks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The parameters of sink-postgres.sql. */
@Component("postgresRows")
class PostgresRows {

    private final ObjectMapper json;

    PostgresRows(ObjectMapper json) {
        this.json = json;
    }

    /** A row of {@code job_events}; its value is the record's, as it is. */
    private record EventRow(
            @JsonProperty("event_id") String eventId,
            @JsonProperty("job_id") UUID jobId,
            String type,
            Instant time,
            @JsonRawValue String value,
            String topic,
            int partition,
            long offset) {
    }

    public String snapshots(Fold fold) throws JsonProcessingException {
        return json.writeValueAsString(fold.snapshots());
    }

    public String events(Fold fold) throws JsonProcessingException {
        return json.writeValueAsString(fold.entries().stream().map(PostgresRows::row).toList());
    }

    private static EventRow row(Fold.Entry entry) {
        return new EventRow(entry.event().id(), entry.event().job().jobId(), entry.event().type().value(),
                entry.event().time(), new String(entry.consumed().value(), StandardCharsets.UTF_8),
                entry.consumed().topic(), entry.consumed().partition(), entry.consumed().offset());
    }
}
