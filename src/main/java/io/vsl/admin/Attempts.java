package io.vsl.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code prediction_attempts}, as an operator sees it. */
@Component
class Attempts {

    static final List<String> STATES = List.of("claimed", "sending", "submitted", "rejected", "abandoned");

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Attempts(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * One attempt at a job.
     *
     * @param cause    why there is one beyond the first
     * @param evidence what showed what became of it, where that was not plain
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttemptView(
            UUID jobId,
            int attempt,
            String state,
            @Nullable String predictionId,
            @Nullable String cause,
            Instant createdAt,
            Instant updatedAt,
            @Nullable JsonNode evidence) {
    }

    /**
     * How an order ended.
     *
     * @param last      the number of the job's last attempt
     * @param ended     whether the job has an outcome, or is to have one
     * @param isOrdered whether the next attempt may be asked for
     */
    record Order(int last, boolean ended, boolean isOrdered) {
    }

    /** The newest first. */
    List<AttemptView> list(@Nullable String state, int limit) {
        return jdbc.sql("""
                SELECT job_id, attempt, state, prediction_id, cause, created_at, updated_at,
                    CAST(evidence AS text) AS evidence
                FROM prediction_attempts
                WHERE CAST(:state AS text) IS NULL OR state = :state
                ORDER BY created_at DESC, job_id, attempt DESC LIMIT :limit""")
                .param("state", state).param("limit", limit)
                .query(this::read).list();
    }

    /**
     * Gives up the last attempt of a job, when nobody knows what became of it. Empty when there is no attempt. An order
     * that was given before, and has led to nothing yet, is given again.
     */
    Optional<Order> abandon(UUID jobId, Map<String, String> evidence, Duration unknownAfter)
            throws JsonProcessingException {
        return jdbc.sql("""
                WITH last AS (
                    SELECT job_id, attempt FROM prediction_attempts
                    WHERE job_id = :jobId ORDER BY attempt DESC LIMIT 1
                ), ended AS (
                    SELECT job_id FROM job_outcomes WHERE job_id = :jobId
                    UNION SELECT job_id FROM job_cancellations WHERE job_id = :jobId
                ), abandoned AS (
                    UPDATE prediction_attempts a
                    SET state = 'abandoned', evidence = CAST(:evidence AS jsonb), updated_at = now()
                    FROM last
                    WHERE a.job_id = last.job_id AND a.attempt = last.attempt AND NOT EXISTS (SELECT FROM ended)
                        AND (a.state = 'sending' AND a.updated_at < now() - :unknownAfter * interval '1 second'
                            OR a.state = 'abandoned' AND a.evidence -> 'operator' IS NOT NULL)
                    RETURNING a.attempt
                )
                SELECT last.attempt, EXISTS (SELECT FROM ended) AS ended, EXISTS (SELECT FROM abandoned) AS ordered
                FROM last""")
                .param("jobId", jobId).param("evidence", json.writeValueAsString(evidence))
                .param("unknownAfter", unknownAfter.toSeconds())
                .query((row, number) -> new Order(row.getInt("attempt"), row.getBoolean("ended"),
                        row.getBoolean("ordered")))
                .optional();
    }

    private AttemptView read(ResultSet row, int number) throws SQLException {
        return new AttemptView(row.getObject("job_id", UUID.class), row.getInt("attempt"), row.getString("state"),
                row.getString("prediction_id"), row.getString("cause"), row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(), evidence(row.getString("evidence")));
    }

    private @Nullable JsonNode evidence(@Nullable String text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
