package io.vsl.stores;

import io.vsl.platform.postgres.Columns;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The jobs in the table {@code jobs} that have no outcome. */
@Component
public class OpenJobs {

    /** The first entry of the index {@code jobs_open}. */
    private static final String OLDEST =
            "SELECT min(created_at) AS oldest FROM jobs WHERE status IN ('pending', 'processing')";

    private final JdbcClient jdbc;

    OpenJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** When the oldest was created; empty when none is open. */
    public Optional<Instant> oldest() {
        return jdbc.sql(OLDEST)
                .query((row, number) -> Optional.ofNullable(Columns.instantOrNull(row, "oldest")))
                .single();
    }
}
