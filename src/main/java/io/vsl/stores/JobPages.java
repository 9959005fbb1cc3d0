package io.vsl.stores;

import io.vsl.job.JobIds;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            @Nullable String modelId) {

        /** What is wanted of each column. */
        private Map<String, String> columns() {
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put("user_id", userId);
            columns.put("status", status);
            columns.put("media_type", mediaType);
            columns.put("model_id", modelId);
            columns.values().removeIf(Objects::isNull);
            return columns;
        }
    }

    /** Where a job stands in the order of pages. */
    public record Position(Instant createdAt, UUID jobId) {

        /** Before the newest. */
        public static final Position FIRST = new Position(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1, -1));

        /** PostgreSQL has no year 0. */
        private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

        private static final Pattern TEXT = Pattern.compile("([0-9]{4}-[^/]*Z)/(.*)");

        /**
         * Reads what {@link #toString} has written.
         *
         * @throws IllegalArgumentException when it is something else
         */
        public static Position parse(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(text);
            }
            try {
                Instant createdAt = Instant.parse(matcher.group(1));
                if (createdAt.isBefore(EARLIEST)) {
                    throw new IllegalArgumentException(text);
                }
                return new Position(
                        createdAt, JobIds.parse(matcher.group(2)).orElseThrow(IllegalArgumentException::new));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public String toString() {
            return createdAt + "/" + jobId;
        }
    }

    /** @param document the JSON of a {@link io.vsl.job.JobSnapshot} */
    public record Row(Position place, String document) {}

    /** At most that many, after that place. */
    public List<Row> read(Filter filter, Position after, int limit) {
        return jdbc.sql(statement(filter))
                .params(filter.columns())
                .param("createdAt", after.createdAt().toString())
                .param("jobId", after.jobId())
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
