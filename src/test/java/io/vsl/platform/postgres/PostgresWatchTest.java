package io.vsl.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vsl.platform.health.StoreState;
import io.vsl.testing.Database;
import io.vsl.testing.Devstack;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Proxy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.JdbcTemplate;

/** What becomes of the pool's sessions when PostgreSQL goes on answering, or stays connected, and is of no use. */
@NeedsServers
class PostgresWatchTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Database database = Database.create("watched");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Proxy proxy;
    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private PostgresWatch watch;

    @BeforeEach
    void connect() {
        database.execute("CREATE TABLE t (prompt text CHECK (prompt <> 'secret prompt'), n int UNIQUE)");
        proxy = Proxy.to(URI.create(database.url()).getPort());
        PostgresProperties properties = new PostgresProperties(
                database.url().replaceFirst(":[0-9]+/", ":" + proxy.port() + "/"),
                5,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30));
        Sessions sessions = new Sessions(properties);
        pool = new PostgresConfiguration().dataSource(properties, sessions);
        jdbc = new JdbcTemplate(pool);
        watch = new PostgresWatch(sessions, pool, meters, Clock.systemUTC());
        watch.start();
        awaitReady();
    }

    @AfterEach
    void end() throws Exception {
        Database.shared().execute("ALTER DATABASE watched RESET default_transaction_read_only");
        watch.stop();
        pool.close();
        proxy.close();
    }

    private void awaitReady() {
        Awaitility.await().atMost(SOON).until(() -> watch.health().getStatus().equals(Status.UP));
        assertThat(meters.get("vsl.store.up").tag("store", "postgres").gauge().value())
                .isEqualTo(1);
    }

    private void awaitState(StoreState state) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> state.equals(watch.health().getDetails().get("state")));
        assertThat(meters.get("vsl.store.up").tag("store", "postgres").gauge().value())
                .isZero();
    }

    private void write(int n) {
        jdbc.update("INSERT INTO t VALUES ('a', ?)", n);
    }

    @Test
    void sessionsThatStayReadOnlyAreReplacedByOnesThatAreNot() throws Exception {
        Database.shared().execute("ALTER DATABASE watched SET default_transaction_read_only = on");
        // All that there will be, as after a failover: each has this for as long as it lives.
        List<Connection> all = new ArrayList<>();
        pool.getHikariPoolMXBean().softEvictConnections();
        for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
            all.add(pool.getConnection());
        }
        for (Connection connection : all) {
            connection.close();
        }
        assertThatThrownBy(() -> write(1)).hasMessageContaining("read-only");
        awaitState(StoreState.REFUSING);
        assertThat(jdbc.queryForObject("SELECT 1", Integer.class))
                .as("reads go on")
                .isEqualTo(1);

        Database.shared().execute("ALTER DATABASE watched RESET default_transaction_read_only");

        awaitReady();
        write(2);
    }

    @Test
    void aReadOnlySessionThatNobodyButOurWriteMeetsIsReplaced() throws Exception {
        try (Connection connection = pool.getConnection()) {
            connection.createStatement().execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
        }

        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> {
            write(3);
            return true;
        });
        assertThat(watch.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void whoWaitsForASilentServerIsToldWithinSeconds() {
        CompletableFuture<SQLException> waits = CompletableFuture.supplyAsync(() -> {
            try (Connection connection = pool.getConnection()) {
                connection.createStatement().execute("SELECT pg_sleep(1)");
                proxy.silence();
                connection.createStatement().execute("SELECT 1");
                throw new IllegalStateException("it was answered");
            } catch (SQLException e) {
                return e;
            }
        });

        Instant begun = Instant.now();
        assertThat(waits.join().getSQLState()).startsWith("08");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(15));
        write(4);
    }

    @Test
    void aServerThatIsFrozenIsSaidToBeAwayAndThenTakesWritesAgain() {
        Devstack.shared().pause("postgres");
        try {
            awaitState(StoreState.AWAY);
        } finally {
            Devstack.shared().resume("postgres");
        }
        awaitReady();
        write(5);
    }

    @Test
    void anErrorHasNothingOfTheRow() {
        assertThatThrownBy(() -> jdbc.update("INSERT INTO t VALUES (?, 9)", "secret prompt"))
                .hasMessageContaining("t_prompt_check")
                .satisfies(error -> assertThat(said(error)).doesNotContain("secret prompt"));
        assertThatThrownBy(() ->
                        jdbc.queryForObject("SELECT CAST(? AS jsonb)", String.class, "{'prompt': 'secret prompt'"))
                .satisfies(error -> assertThat(said(error)).doesNotContain("secret prompt"));
    }

    private static String said(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
