package io.vsl.stores;

import io.vsl.platform.postgres.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code jobs}, page by page from the newest job to the oldest. */
@Component
public class JobPages {

    private final JdbcClient jdbc;

    JobPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Which jobs are wanted, by the values of columns; null is any. */
    public record Filter(
            @Nullable String userId,
            @Nullable String status,
            @Nullable String mediaType,
            @Nullable String modelId,
            @Nullable UUID batchId) {

        /** What is wanted of each column. */
        private Map<String, Object> columns() {
            Map<String, Object> columns = new LinkedHashMap<>();
            columns.put("user_id", userId);
            columns.put("status", status);
            columns.put("media_type", mediaType);
            columns.put("model_id", modelId);
            columns.put("batch_id", batchId);
            columns.values().removeIf(Objects::isNull);
            return columns;
        }
    }

    /** @param document the JSON of a {@link io.vsl.job.JobSnapshot} */
    public record Row(Position place, String document) {}

    /** At most that many, after that place. */
    public List<Row> read(Filter filter, Position after, int limit) {
        return jdbc.sql(statement(filter))
                .params(filter.columns())
                .param("createdAt", after.createdAt().toString())
                .param("jobId", after.id())
                .param("limit", limit)
                .query((row, number) -> new Row(
                        new Position(row.getTimestamp("created_at").toInstant(), row.getObject("job_id", UUID.class)),
                        row.getString("document")))
                .list();
    }

    /** With a parameter for each column that a value is wanted of, and for no other: PostgreSQL plans each on its own. */
    static String statement(Filter filter) {
        StringBuilder wanted = new StringBuilder();
        filter.columns().keySet().forEach(column -> wanted.append(" AND %1$s = :%1$s".formatted(column)));
        return """
                SELECT job_id, created_at, CAST(document AS text) AS document
                FROM jobs
                WHERE (created_at, job_id) < (CAST(:createdAt AS timestamptz), :jobId)%s
                ORDER BY created_at DESC, job_id DESC
                LIMIT :limit""".formatted(wanted);
    }
}
