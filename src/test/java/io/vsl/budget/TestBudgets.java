package io.vsl.budget;

import io.vsl.job.Charge;
import io.vsl.job.Charge.Source;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.platform.postgres.Columns;
import io.vsl.testing.Application;
import io.vsl.testing.Database;
import io.vsl.testing.HandDrivenClock;
import io.vsl.testing.TestJobs;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The statements as the routes run them, on a PostgreSQL of its own, and days that pass as a test wants it. */
final class TestBudgets implements AutoCloseable {

    static final Instant NOVEMBER = Instant.parse("2026-11-28T10:00:00Z");
    static final LocalDate DAY = LocalDate.parse("2026-11-28");

    final HandDrivenClock clock = new HandDrivenClock(NOVEMBER);
    final UsersLimits limits;
    final ReadUsage usage;

    private final Application application;
    private final ProducerTemplate routes;
    private final JdbcClient jdbc;

    TestBudgets(String name) {
        Database database = Database.create(name);
        application = Application.start(
                Map.of("VSL_STAGES", "setup", "DATABASE_URL", database.url(), "vsl.postgres.max-connections", "20"));
        routes = application.bean(CamelContext.class).createProducerTemplate();
        jdbc = application.bean(JdbcClient.class);
        limits = new UsersLimits(jdbc, application.bean(TransactionTemplate.class), clock);
        usage = new ReadUsage(jdbc, clock);
    }

    /** A job that is to be admitted. */
    record Wanted(UUID jobId, String userId, BigDecimal estimate) {

        static Wanted of(String userId, String estimate) {
            return new Wanted(UUID.randomUUID(), userId, new BigDecimal(estimate));
        }
    }

    /** What became of it. */
    record Admitted(boolean refused, boolean seen, boolean isNew) {}

    /** What reserve.sql takes from admit. */
    public record Poll(List<Wanted> wanted, LocalDate day) {

        public @Nullable String[] jobIds() {
            return Columns.texts(wanted, Wanted::jobId);
        }

        public boolean[] accepted() {
            boolean[] accepted = new boolean[wanted.size()];
            Arrays.fill(accepted, true);
            return accepted;
        }

        public @Nullable String[] topics() {
            return Columns.texts(wanted, one -> "job.requested");
        }

        public int[] partitions() {
            return Columns.numbers(wanted, one -> 0);
        }

        public long[] offsets() {
            return Columns.longs(wanted, one -> 0);
        }

        public @Nullable String[] digests() {
            return Columns.texts(wanted, one -> "digest");
        }

        public @Nullable String[] events() {
            return Columns.texts(wanted, one -> "{}");
        }

        public @Nullable String[] userIds() {
            return Columns.texts(wanted, Wanted::userId);
        }

        public @Nullable String[] modelIds() {
            return Columns.texts(wanted, one -> "flux-schnell");
        }

        public @Nullable String[] estimates() {
            return Columns.texts(wanted, Wanted::estimate);
        }
    }

    /** How a job ended. */
    record Ended(Wanted job, BigDecimal charged) {}

    /** What settle.sql takes from conclude. */
    public record Outcomes(List<Ended> ended) {

        public @Nullable String[] jobIds() {
            return Columns.texts(ended, one -> one.job().jobId());
        }

        public int[] partitions() {
            return Columns.numbers(ended, one -> 0);
        }

        public long[] offsets() {
            return Columns.longs(ended, one -> 0);
        }

        public @Nullable String[] userIds() {
            return Columns.texts(ended, one -> one.job().userId());
        }

        public @Nullable String[] charges() {
            return Columns.texts(ended, Ended::charged);
        }

        public @Nullable String[] statuses() {
            return Columns.texts(ended, one -> "completed");
        }
    }

    /** By job. */
    Map<UUID, Admitted> admit(LocalDate day, List<Wanted> wanted) {
        Map<UUID, Admitted> admitted = new HashMap<>();
        rows("reserve.sql?parametersCount=11", new Poll(wanted, day))
                .forEach(row -> admitted.put(
                        (UUID) row.get("job_id"),
                        new Admitted(
                                (boolean) row.get("refused"), (boolean) row.get("seen"), row.get("event") == null)));
        return admitted;
    }

    /** Which of them run, in their order. */
    List<Boolean> runs(LocalDate day, Wanted... wanted) {
        Map<UUID, Admitted> admitted = admit(day, List.of(wanted));
        return List.of(wanted).stream()
                .map(one -> !admitted.get(one.jobId()).refused())
                .toList();
    }

    void settle(List<Ended> ended) {
        rows("settle.sql?parametersCount=6", new Outcomes(ended));
    }

    /** Of the job's first attempt, whatever was known before; null when it is unknown. */
    void costs(Wanted job, @Nullable BigDecimal usd) {
        Instant ended = Instant.parse("2026-11-28T10:00:00Z");
        Job running = TestJobs.pending(job.jobId(), job.userId(), ended).processing("p1", 1);
        Charge charge = usd == null ? Charge.UNKNOWN : new Charge(usd, BigDecimal.ONE, Source.METERED);
        routes.requestBody(
                "sql:classpath:sql/budget/charge.sql?parametersCount=14",
                new AttemptCharges(List.of(running.charged(charge).failed(JobError.cancelled(), ended))));
    }

    void settle(Wanted job, String charged) {
        settle(List.of(new Ended(job, new BigDecimal(charged))));
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> rows(String statement, Object body) {
        return (List<Map<String, Object>>) routes.requestBody("sql:classpath:sql/budget/" + statement, body);
    }

    void budget(String userId, @Nullable String budget) {
        limits.set(
                new UserLimits(userId, budget == null ? null : new BigDecimal(budget), null, null, null), "operator");
    }

    /** What the row beside the budget says, and what the rows of the jobs do. */
    record Counts(LocalDate month, BigDecimal reserved, BigDecimal spent) {}

    Counts counted(String userId) {
        return jdbc.sql("SELECT month, reserved, spent FROM user_limits WHERE user_id = :userId")
                .param("userId", userId)
                .query((row, number) -> new Counts(
                        row.getObject("month", LocalDate.class), Usd.of(row, "reserved"), Usd.of(row, "spent")))
                .single();
    }

    Counts ofTheJobs(String userId, LocalDate month) {
        return jdbc.sql("""
                SELECT coalesce(sum(estimate) FILTER (WHERE o.job_id IS NULL), 0) AS reserved,
                    coalesce(sum(o.charged), 0) AS spent
                FROM job_admissions a LEFT JOIN job_outcomes o USING (job_id)
                WHERE user_id = :userId AND date_trunc('month', day) = :month
                    AND job_id NOT IN (SELECT job_id FROM budget_refusals)""")
                .param("userId", userId)
                .param("month", month)
                .query((row, number) -> new Counts(month, Usd.of(row, "reserved"), Usd.of(row, "spent")))
                .single();
    }

    List<UUID> refusals() {
        return jdbc.sql("SELECT job_id FROM budget_refusals").query(UUID.class).list();
    }

    LocalDate day(Wanted job) {
        return jdbc.sql("SELECT day FROM job_admissions WHERE job_id = :jobId")
                .param("jobId", job.jobId())
                .query(LocalDate.class)
                .single();
    }

    void clear() {
        clock.set(NOVEMBER);
        jdbc.sql("TRUNCATE user_limits, budget_refusals, job_admissions, job_outcomes, attempt_charges")
                .update();
    }

    static List<Boolean> all(int size, boolean value) {
        return Collections.nCopies(size, value);
    }

    @Override
    public void close() {
        application.close();
    }
}
