package io.vsl.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The ledger as operators read it, and the one order that they may give. */
@Component
public class OperatorsLedger {

    private static final String LIST = """
            SELECT job_id, attempt, state, prediction_id, cause, created_at, updated_at,
                CAST(evidence AS text) AS evidence
            FROM prediction_attempts
            WHERE CAST(:state AS text) IS NULL OR state = :state
            ORDER BY created_at DESC, job_id, attempt DESC LIMIT :limit""";

    /** sending → abandoned, of a job's last attempt. */
    private static final String ABANDON = """
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
                        -- An order that was given before, and has led to nothing yet, is given again.
                        OR a.state = 'abandoned' AND a.evidence -> 'operator' IS NOT NULL)
                RETURNING a.attempt
            )
            SELECT last.attempt, EXISTS (SELECT FROM ended) AS ended, EXISTS (SELECT FROM abandoned) AS taken
            FROM last""";

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    OperatorsLedger(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The newest first; of that state, or of any. */
    public List<AttemptView> list(@Nullable AttemptState state, int limit) {
        return jdbc.sql(LIST)
                .param("state", state == null ? null : state.value())
                .param("limit", limit)
                .query(this::read)
                .list();
    }

    /**
     * Gives up the last attempt of a job, when nobody knows what became of it.
     *
     * @param unknownAfter how long it must have been under way before its fate counts as unknown
     */
    public Order.Answer give(UUID jobId, Order order, Duration unknownAfter) throws JsonProcessingException {
        return jdbc.sql(ABANDON)
                .param("jobId", jobId)
                .param("evidence", json.writeValueAsString(order))
                .param("unknownAfter", unknownAfter.toSeconds())
                .query((row, number) -> answer(row))
                .optional()
                .orElseGet(Order.NoAttempt::new);
    }

    private static Order.Answer answer(ResultSet row) throws SQLException {
        if (row.getBoolean("ended")) {
            return new Order.JobHasEnded();
        }
        return row.getBoolean("taken") ? new Order.Taken(row.getInt("attempt")) : new Order.NotUnknown();
    }

    private AttemptView read(ResultSet row, int number) throws SQLException {
        return new AttemptView(
                row.getObject("job_id", UUID.class),
                row.getInt("attempt"),
                AttemptState.of(row.getString("state")),
                row.getString("prediction_id"),
                row.getString("cause"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                evidence(row.getString("evidence")));
    }

    private @Nullable JsonNode evidence(@Nullable String text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
