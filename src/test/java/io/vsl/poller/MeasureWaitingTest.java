package io.vsl.poller;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.budget.NearlyUsed;
import io.vsl.delivery.Deliveries;
import io.vsl.stores.OpenJobs;
import io.vsl.testing.Application;
import io.vsl.testing.Database;
import io.vsl.testing.HandDrivenClock;
import io.vsl.testing.NeedsServers;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What waits is found in PostgreSQL, and grows older by itself. */
@NeedsServers
class MeasureWaitingTest {

    private static Application application;
    private static JdbcClient jdbc;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Instant now = application.bean(Clock.class).instant();
    private final HandDrivenClock clock = new HandDrivenClock(now);
    private final MeasureWaiting measure = new MeasureWaiting(
            application.bean(OpenJobs.class),
            application.bean(Deliveries.class),
            application.bean(NearlyUsed.class),
            meters,
            clock);

    @BeforeAll
    static void start() {
        Database database = Database.create("test_waiting");
        application = Application.start(Map.of("VSL_STAGES", "setup", "DATABASE_URL", database.url()));
        jdbc = application.bean(JdbcClient.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void nothingIsSaidBeforeAnythingWasLookedUp() {
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void whereNothingWaitsNothingIsOld() {
        jdbc.sql("TRUNCATE jobs, webhook_deliveries, user_limits CASCADE").update();

        measure.measure();

        assertThat(value("vsl.jobs.oldest-open")).isZero();
        assertThat(value("vsl.notify.oldest-due")).isZero();
        assertThat(value("vsl.budget.nearly-used")).isZero();
    }

    @Test
    void theOldestOfWhatWaitsCountsAndGrowsOlder() {
        jdbc.sql("TRUNCATE jobs, webhook_deliveries, user_limits CASCADE").update();
        job("completed", 9000);
        job("pending", 40);
        job("processing", 500);
        delivery("delivered", 8000);
        delivery("pending", 30);
        delivery("pending", 300);

        measure.measure();

        assertThat(value("vsl.jobs.oldest-open")).isBetween(499.0, 501.0);
        assertThat(value("vsl.notify.oldest-due")).isBetween(299.0, 301.0);

        clock.forward(Duration.ofMinutes(1));

        assertThat(value("vsl.jobs.oldest-open")).isBetween(559.0, 561.0);
        assertThat(value("vsl.notify.oldest-due")).isBetween(359.0, 361.0);
    }

    @Test
    void aBudgetOfWhichFourFifthsAreUsedIsNearlyUsed() {
        jdbc.sql("TRUNCATE user_limits").update();
        budget("little", "10", "date_trunc('month', now())", "3", "4.99");
        budget("much", "10", "date_trunc('month', now())", "3", "5");
        budget("more", "10", "date_trunc('month', now())", "0", "12");
        budget("before", "10", "date_trunc('month', now() - interval '40 days')", "0", "10");
        budget("nothing", "0", "date_trunc('month', now())", "0", "0");

        measure.measure();

        assertThat(value("vsl.budget.nearly-used")).isEqualTo(2);
    }

    private static void budget(String user, String budget, String month, String reserved, String spent) {
        jdbc.sql(
                        "INSERT INTO user_limits (user_id, budget, month, reserved, spent, changed_by) VALUES ('%s', %s, %s, %s, %s, 'test')"
                                .formatted(user, budget, month, reserved, spent))
                .update();
    }

    private void job(String status, int age) {
        jdbc.sql("INSERT INTO jobs (job_id, status, created_at, version, document) VALUES (:id, :status, :at, 1, '{}')")
                .param("id", UUID.randomUUID())
                .param("status", status)
                .param("at", Timestamp.from(now.minusSeconds(age)))
                .update();
    }

    private void delivery(String state, int due) {
        jdbc.sql("""
                INSERT INTO webhook_deliveries (delivery_id, user_id, url, receiver, event, document, state, due_at)
                VALUES (gen_random_uuid(), 'u', 'https://example.com', 'r', 'job.completed', '{}', :state, :at)""")
                .param("state", state)
                .param("at", Timestamp.from(now.minusSeconds(due)))
                .update();
    }

    private double value(String name) {
        return meters.get(name).gauge().value();
    }
}
