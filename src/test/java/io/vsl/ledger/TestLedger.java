package io.vsl.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vsl.job.AttemptRequested;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.Application;
import io.vsl.testing.Database;
import io.vsl.testing.TestJobs;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger as it is, its routes and statements on a PostgreSQL of its own, and time that passes as a test wants it. */
final class TestLedger {

    static final Duration SEND_WITHIN = Duration.ofSeconds(30);

    private static final TestLedger SHARED = new TestLedger();

    private final Application application;
    private final ProducerTemplate routes;
    private final JdbcClient jdbc;

    private TestLedger() {
        Database database = Database.create("test_ledger");
        application = Application.start(Map.of("VSL_STAGES", "setup", "DATABASE_URL", database.url()));
        routes = application.bean(CamelContext.class).createProducerTemplate();
        jdbc = application.bean(JdbcClient.class);
    }

    static TestLedger shared() {
        return SHARED;
    }

    static JobAccepted accepted(UUID jobId) {
        Job job = TestJobs.pending(jobId, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        return new JobAccepted(
                job,
                JsonConfiguration.json().createObjectNode(),
                new PredictionRequest(
                        "/predictions", null, JsonConfiguration.json().createObjectNode(), 0, null));
    }

    <S> Claim<S> open(List<Wanted<S>> wanted) {
        try {
            return application.bean(ClaimAttempts.class).open(wanted, SEND_WITHIN);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    <S> Claimed<S> claim(List<Wanted<S>> wanted) {
        return (Claimed<S>) routes.requestBody("direct:ledger-claim", open(wanted));
    }

    /** Of an attempt that follows from the job's acceptance, or was asked for. */
    Claimed<String> claim(UUID jobId, int attempt) {
        return claim(List.of(
                attempt == 1
                        ? Wanted.first("", accepted(jobId))
                        : Wanted.requested("", new AttemptRequested(jobId, attempt, "because"))));
    }

    @SuppressWarnings("unchecked")
    Recorded<String> record(UUID claim, UUID jobId, int attempt, Fate fate) {
        return (Recorded<String>) routes.requestBody(
                "direct:ledger-record", new Fates<>(claim, List.of(new Fates.Told<>("", jobId, attempt, fate))));
    }

    @SuppressWarnings("unchecked")
    List<OpenAttempt> due() {
        return (List<OpenAttempt>) routes.requestBody("direct:ledger-due", new Due(Duration.ofSeconds(60), 100));
    }

    Resolved resolve(Resolution resolution) {
        return (Resolved) routes.requestBody("direct:ledger-resolve", (Resolving) () -> resolution);
    }

    Known known(String... ids) {
        return (Known) routes.requestBody("direct:ledger-known", (Candidates) () -> List.of(ids));
    }

    void reported(UUID jobId, int attempt) {
        routes.requestBody("direct:ledger-reported", new Reported(jobId, attempt));
    }

    /** How the first attempt stands of a job that is prepared for it. */
    @SuppressWarnings("unchecked")
    Standing prepare(UUID jobId) {
        Preparing<String> preparing = new Preparing<>(List.of(new Preparing.Entry<>("", accepted(jobId))));
        return standing((Standings<String>) routes.requestBody("direct:ledger-prepare", preparing));
    }

    /** The same after the wish that it is never sent. */
    @SuppressWarnings("unchecked")
    Standing refuse(UUID jobId, Fate.Rejected reason) {
        try {
            Refusing<String> refusing = application
                    .bean(PrepareAttempts.class)
                    .refuse(List.of(new Refusing.Wish<>(new Preparing.Entry<>("", accepted(jobId)), reason)));
            return standing((Standings<String>) routes.requestBody("direct:ledger-refuse", refusing));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Standing standing(Standings<String> standings) {
        return standings.entries().getFirst().standing();
    }

    @SuppressWarnings("unchecked")
    Stopped<String> stop(UUID... jobs) {
        return (Stopped<String>) routes.requestBody(
                "direct:ledger-stop",
                new Stop<>(List.of(jobs).stream()
                        .map(job -> new Stop.Wish<>("of " + job, job, "because", Instant.parse("2026-01-01T00:00:00Z")))
                        .toList()));
    }

    Order.Answer order(UUID jobId) {
        try {
            return application
                    .bean(OperatorsLedger.class)
                    .give(jobId, new Order("operator", "because", Instant.now()), Duration.ofSeconds(60));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    List<AttemptView> list(AttemptState state) {
        return application.bean(OperatorsLedger.class).list(state, 200);
    }

    void conclude(UUID jobId) {
        jdbc.sql("INSERT INTO job_outcomes (job_id, partition, \"offset\") VALUES (:id, 0, 0) ON CONFLICT DO NOTHING")
                .param("id", jobId)
                .update();
    }

    AttemptState state(UUID jobId, int attempt) {
        return Objects.requireNonNull(states(jobId).get(attempt));
    }

    /** Of all attempts of a job, by number. */
    Map<Integer, AttemptState> states(UUID jobId) {
        return jdbc
                .sql("SELECT attempt, state FROM prediction_attempts WHERE job_id = :id")
                .param("id", jobId)
                .query((row, number) -> Map.entry(row.getInt("attempt"), AttemptState.of(row.getString("state"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** As if it had come to that state otherwise. */
    void set(UUID jobId, int attempt, AttemptState state) {
        jdbc.sql("""
                UPDATE prediction_attempts SET state = :state, prediction_id = 'p', error_code = 'PROVIDER_REJECTED',
                    error_message = 'no', answered_at = now()
                WHERE job_id = :id AND attempt = :attempt""")
                .param("state", state.value())
                .param("id", jobId)
                .param("attempt", attempt)
                .update();
    }

    /** To the rows of the ledger. */
    void pass(Duration time) {
        jdbc.sql("""
                UPDATE prediction_attempts SET created_at = created_at - t, updated_at = updated_at - t,
                    checked_at = checked_at - t, reported_at = reported_at - t
                FROM (SELECT :seconds * interval '1 second' AS t) x""").param("seconds", time.toSeconds()).update();
    }

    void clear() {
        jdbc.sql("TRUNCATE prediction_attempts, job_outcomes, job_cancellations")
                .update();
    }
}
