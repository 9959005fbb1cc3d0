package io.vsl.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Application;
import io.vsl.testing.Database;
import io.vsl.testing.NeedsServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/** What a poll of one job asks of PostgreSQL costs no more after thousands of jobs than after one. */
@NeedsServers
class StatementPlansTest {

    private static final int HISTORY = 3_000;

    private static final String HAS_ENDED = """
            WITH ended AS (SELECT gen_random_uuid() AS id FROM generate_series(1, %d)), attempted AS (
                INSERT INTO prediction_attempts (job_id, attempt, state, accepted, claim, closed_at, updated_at)
                SELECT id, 1, 'submitted', '{}', gen_random_uuid(), now(), now() - interval '1 hour' FROM ended
            )
            INSERT INTO job_outcomes (job_id, partition, "offset") SELECT id, 0, 0 FROM ended""".formatted(HISTORY);

    private static final String WAS_KEPT = """
            INSERT INTO jobs (job_id, status, user_id, created_at, version, document)
            SELECT gen_random_uuid(), 'completed', 'user' || n %% 10, now() - n * interval '1 minute', 1, '{}'
            FROM generate_series(1, %d) n""".formatted(HISTORY);

    private static final String JOB = "'{" + UUID.randomUUID() + "}'";
    private static final String NOTHING = "'{null}'";
    private static final String CLAIM = "'" + UUID.randomUUID() + "'";

    private static Database database;

    @BeforeAll
    static void fill() {
        database = Database.create("statement_plans");
        Application.start(Map.of("VSL_STAGES", "setup", "DATABASE_URL", database.url()))
                .close();
        database.execute(HAS_ENDED);
        database.execute(WAS_KEPT);
        database.execute("VACUUM ANALYZE prediction_attempts, job_outcomes, jobs");
    }

    @Test
    void anAttemptIsClaimedByIndexes() throws IOException {
        assertThat(plan(
                        "claim",
                        Map.of(
                                "jobIds",
                                JOB,
                                "attempts",
                                "'{1}'",
                                "causes",
                                NOTHING,
                                "accepted",
                                "'{\"{}\"}'",
                                "id",
                                CLAIM)))
                .contains("prediction_attempts_pkey")
                .doesNotContain("Seq Scan on prediction_attempts", "Seq Scan on job_outcomes");
    }

    @Test
    void itsFateIsRecordedByIndexes() throws IOException {
        assertThat(plan(
                        "record",
                        Map.of(
                                "jobIds",
                                JOB,
                                "attempts",
                                "'{1}'",
                                "states",
                                "'{submitted}'",
                                "predictionIds",
                                "'{x}'",
                                "errorCodes",
                                NOTHING,
                                "errorMessages",
                                NOTHING,
                                "times",
                                NOTHING,
                                "claim",
                                CLAIM)))
                .contains("prediction_attempts_pkey")
                .doesNotContain("Seq Scan on prediction_attempts");
    }

    @Test
    void thePollerComesPastNothingThatHasEnded() throws IOException {
        assertThat(plan("due", Map.of("patience", "60", "limit", "200")))
                .contains("prediction_attempts_open")
                .doesNotContain("Seq Scan on prediction_attempts", "Seq Scan on job_outcomes");
    }

    @Test
    void aPageOfJobsIsReadInTheOrderOfAnIndex() {
        assertThat(plan(JobPages.statement(new JobPages.Filter(null, null, null, null, null))))
                .contains("Index Scan Backward using jobs_created")
                .doesNotContain("Sort");
        assertThat(plan(JobPages.statement(new JobPages.Filter("user1", null, null, null, null))))
                .contains("Index Scan Backward using jobs_user_created")
                .doesNotContain("Sort");
    }

    private static String plan(String page) {
        return String.join(
                "\n",
                database.query("EXPLAIN "
                        + page.replace(":createdAt", "now()")
                                .replace(":jobId", JOB.replaceAll("[{}]", ""))
                                .replace(":limit", "50")
                                .replace(":user_id", "'user1'")));
    }

    private static String plan(String statement, Map<String, String> parameters) throws IOException {
        String sql =
                new ClassPathResource("sql/ledger/" + statement + ".sql").getContentAsString(StandardCharsets.UTF_8);
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            sql = sql.replace(":#${body." + parameter.getKey() + "}", parameter.getValue());
        }
        assertThat(sql).doesNotContain(":#");
        return String.join("\n", database.query("EXPLAIN " + sql));
    }
}
