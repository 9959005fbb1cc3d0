package io.vsl.platform.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.platform.health.Causes;
import io.vsl.platform.health.StoreHealth;
import io.vsl.platform.health.StoreState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Asks PostgreSQL each second whether it takes writes, on a session of its own. When that one has fallen silent or is
 * read-only, and a new one is not, the server has changed behind the name: the pool's sessions are ended too, since an
 * old one may stay read-only, or wait, for ever. A server that takes no writes goes on serving reads. The part
 * {@code db} of {@code /health/ready} is up only while writes are taken.
 */
@Component("dbHealthIndicator")
class PostgresWatch implements HealthIndicator, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresWatch.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** How long a start waits for PostgreSQL; it goes on without. */
    private static final Duration START = Duration.ofSeconds(5);

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

    /** Invalid password or user, no such database, no right to connect: by SQLSTATE. */
    private static final Set<String> WRONG = Set.of("28000", "28P01", "3D000", "42501");

    private static final String TAKES_WRITES = """
            SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'""";

    private final Sessions sessions;
    private final HikariDataSource pool;
    private final StoreHealth health;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "postgres-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean running;
    /** Of the watch alone, as is the next. */
    private @Nullable Connection kept;
    /** Whether sessions of before may wait for what never comes. */
    private boolean isSilent;

    PostgresWatch(Sessions sessions, HikariDataSource pool, MeterRegistry meters, Clock clock) {
        this.sessions = sessions;
        this.pool = pool;
        this.health = new StoreHealth("postgres", "PostgreSQL", meters, clock);
    }

    @Override
    public Health health() {
        StoreHealth.Known known = health.known();
        return known.state() == StoreState.READY
                ? Health.up().build()
                : Health.down()
                        .withDetail("state", known.state())
                        .withDetail("reason", known.reason())
                        .build();
    }

    private enum Answer {
        TAKES_WRITES,
        READ_ONLY,
        NONE
    }

    private void look() {
        if (!running) {
            return;
        }
        try {
            boolean doubted = sessions.wereDoubted();
            Answer answer = kept == null ? Answer.NONE : ask(kept);
            if (answer == Answer.TAKES_WRITES && !doubted) {
                health.ready();
                return;
            }
            isSilent |= kept != null && answer == Answer.NONE;
            lookAnew();
        } catch (SQLException e) {
            isSilent = true;
            health.is(isWrong(e) ? StoreState.WRONG : StoreState.AWAY, Causes.sentence(e));
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("action", "look-at-store").setCause(e).log("PostgreSQL can't be watched");
        }
    }

    private void lookAnew() throws SQLException {
        boolean isFirst = kept == null && !isSilent;
        giveUp();
        Connection opened = sessions.open(ANSWERS_WITHIN);
        kept = opened;
        switch (ask(opened)) {
            case TAKES_WRITES -> {
                if (isSilent) {
                    sessions.abort();
                }
                if (!isFirst) {
                    evictPool();
                }
                isSilent = false;
                health.ready();
            }
            case READ_ONLY -> health.is(StoreState.REFUSING, "it is read-only");
            case NONE -> {
                isSilent = true;
                health.is(StoreState.AWAY, "it is silent");
            }
        }
    }

    private static Answer ask(Connection session) {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(TAKES_WRITES)) {
            row.next();
            return row.getBoolean(1) ? Answer.TAKES_WRITES : Answer.READ_ONLY;
        } catch (SQLException e) {
            return Answer.NONE;
        }
    }

    /** Those in use go on to their end. */
    private void evictPool() {
        HikariPoolMXBean used = pool.getHikariPoolMXBean();
        if (used != null) {
            used.softEvictConnections();
        }
    }

    private void giveUp() {
        Connection before = kept;
        kept = null;
        if (before != null) {
            try {
                before.abort(Runnable::run);
            } catch (SQLException e) {
                // It has ended.
            }
        }
    }

    private static boolean isWrong(SQLException error) {
        return WRONG.contains(String.valueOf(error.getSQLState())) || Causes.isOfConfiguration(error);
    }

    @Override
    public void start() {
        running = true;
        try {
            watch.submit(this::look).get(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().addKeyValue("action", "look-at-store").log("PostgreSQL is not waited for any longer");
        }
        var unused = watch.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        watch.shutdownNow();
        try {
            if (watch.awaitTermination(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                giveUp();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** As early as Redis's. */
    @Override
    public int getPhase() {
        return 0;
    }
}
