package io.vsl.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobAccepted;
import io.vsl.platform.postgres.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What due.sql answers. A row that can't be read holds up no other. */
@Component("takeDue")
class TakeDue {

    private static final Logger LOG = LoggerFactory.getLogger(TakeDue.class);

    private final ObjectMapper json;

    TakeDue(ObjectMapper json) {
        this.json = json;
    }

    public List<OpenAttempt> taken(@Body List<Map<String, Object>> rows) {
        List<OpenAttempt> attempts = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            try {
                attempts.add(attempt(row));
            } catch (JsonProcessingException | RuntimeException e) {
                LOG.atError()
                        .addKeyValue("action", "poll")
                        .addKeyValue("jobId", row.get("job_id"))
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("The ledger's row of the attempt can't be read");
            }
        }
        return attempts;
    }

    private OpenAttempt attempt(Map<String, Object> row) throws JsonProcessingException {
        return new OpenAttempt(
                Columns.value(row, "job_id", UUID.class),
                Columns.value(row, "attempt", Integer.class),
                AttemptState.of(Columns.value(row, "state", String.class)),
                (String) row.get("prediction_id"),
                (UUID) row.get("claim"),
                json.readValue(Columns.value(row, "accepted", String.class), JobAccepted.class),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"),
                Columns.instant(row, "checked_at"),
                Columns.instantOrNull(row, "looked_at"),
                Columns.instantOrNull(row, "reported_at"));
    }
}
