package io.vsl.bench;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the PostgreSQL sink. */
final class PostgresStore implements Store {

    private final Connection connection;

    PostgresStore(Servers servers) throws SQLException {
        connection = DriverManager.getConnection(jdbcUrl(servers));
    }

    static String jdbcUrl(Servers servers) {
        URI url = URI.create(servers.get("DATABASE_URL"));
        String[] user = url.getUserInfo().split(":");
        return "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
                .formatted(url.getHost(), url.getPort(), url.getPath(), user[0], user[1]);
    }

    @Override
    public void empty() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE jobs, job_events");
        }
    }

    @Override
    public String content() throws SQLException {
        return "%s, %s".formatted(content("jobs"), content("job_events"));
    }

    private String content(String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("""
                        SELECT count(*) || ' %1$s ' || sum(hashtextextended(CAST(t AS text), 0)) FROM %1$s t""".formatted(table))) {
            found.next();
            return found.getString(1);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
