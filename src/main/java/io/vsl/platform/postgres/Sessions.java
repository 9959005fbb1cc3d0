package io.vsl.platform.postgres;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.stereotype.Component;

/**
 * Opens sessions of PostgreSQL for the pool, and knows those that are open: after a failover they may be read-only for
 * ever, or silent.
 */
@Component
class Sessions implements SQLExceptionOverride {

    /** After it a session is of no use: PostgreSQL has ended it, or another server takes the writes. */
    private static final Set<String> OVER = Set.of("25006", "25P03", "57P01", "57P02", "57P03", "57P04", "57P05");

    private static final String READ_ONLY = "25006";

    /** With TLS and a password's proof, on a server that is busy; one that is silent is given up after it. */
    private static final Duration LOGIN = Duration.ofSeconds(5);

    private final String jdbcUrl;
    private final Properties settings;
    private final Set<Connection> opened = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final AtomicBoolean doubted = new AtomicBoolean();

    Sessions(PostgresProperties properties) {
        DatabaseUrl url = DatabaseUrl.parse(properties.url());
        this.jdbcUrl = url.jdbcUrl();
        this.settings = settings(url, properties);
    }

    private static Properties settings(DatabaseUrl url, PostgresProperties properties) {
        Properties settings = new Properties();
        if (url.username() != null) {
            settings.setProperty("user", url.username());
        }
        if (url.password() != null) {
            settings.setProperty("password", url.password());
        }
        settings.setProperty("ApplicationName", "vsl");
        settings.setProperty(
                "socketTimeout", Long.toString(properties.socketTimeout().toSeconds()));
        String patience = Long.toString(properties.connectionTimeout().toSeconds());
        settings.setProperty("connectTimeout", patience);
        settings.setProperty("loginTimeout", Long.toString(LOGIN.toSeconds()));
        settings.setProperty("cancelSignalTimeout", patience);
        settings.setProperty("tcpKeepAlive", "true");
        // A detail is the row that failed, prompt and all, and errors go to the log.
        settings.setProperty("logServerErrorDetail", "false");
        return settings;
    }

    /** Where the pool takes its sessions from. */
    DataSource forPool() {
        return new AbstractDataSource() {
            @java.lang.Override
            public Connection getConnection() throws SQLException {
                Connection session = DriverManager.getConnection(jdbcUrl, settings);
                opened.add(session);
                return session;
            }

            @java.lang.Override
            public Connection getConnection(String username, String password) throws SQLException {
                throw new SQLException("Sessions are those of DATABASE_URL");
            }

            /** The driver has a setting of its own for it. */
            @java.lang.Override
            public void setLoginTimeout(int seconds) {}
        };
    }

    /** One beside the pool's, whose answers are waited for so long. */
    Connection open(Duration answersWithin) throws SQLException {
        Connection session = DriverManager.getConnection(jdbcUrl, settings);
        session.setNetworkTimeout(Runnable::run, (int) answersWithin.toMillis());
        return session;
    }

    /** The pool asks for each error whether its session goes on. */
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException error) {
        if (READ_ONLY.equals(error.getSQLState())) {
            doubted.set(true);
        }
        return OVER.contains(String.valueOf(error.getSQLState()))
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }

    /** Whether a session has refused a write since this was asked last. */
    boolean wereDoubted() {
        return doubted.getAndSet(false);
    }

    /** Ends all sessions, also those in which somebody waits for an answer: it is told that the connection broke. */
    void abort() {
        List<Connection> all;
        synchronized (opened) {
            all = new ArrayList<>(opened);
            opened.clear();
        }
        for (Connection session : all) {
            try {
                session.abort(Runnable::run);
            } catch (SQLException e) {
                // It has ended.
            }
        }
    }
}
