package io.vsl.stores;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The jobs in the table {@code jobs} that have no outcome. */
@Component
public class OpenJobs {

    /** The first entry of the index {@code jobs_open}. */
    private static final String OLDEST = "SELECT min(created_at) FROM jobs WHERE status IN ('pending', 'processing')";

    private final JdbcClient jdbc;

    OpenJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** When the oldest was created; empty when none is open. */
    public Optional<Instant> oldest() {
        return Optional.ofNullable(jdbc.sql(OLDEST)
                        .query((row, number) -> row.getTimestamp(1))
                        .list()
                        .get(0))
                .map(Timestamp::toInstant);
    }
}
