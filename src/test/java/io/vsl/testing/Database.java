package io.vsl.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database on the devstack's server. */
public final class Database {

    private final String url;

    private Database(String url) {
        this.url = url;
    }

    /** One of its own, so that what else runs has no part in it. */
    public static Database create(String name) {
        Database shared = shared();
        // From a run before, when the test is run once more.
        shared.execute("DROP DATABASE IF EXISTS " + name);
        shared.execute("CREATE DATABASE " + name);
        return new Database(shared.url.substring(0, shared.url.lastIndexOf('/') + 1) + name);
    }

    /** The one that applications have unless told. */
    public static Database shared() {
        return new Database(Devstack.shared().get("DATABASE_URL"));
    }

    /** As {@code DATABASE_URL} has it. */
    public String url() {
        return url;
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of each row, as text. */
    public List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its connections, with such options as stand at the end of an URL. */
    public DataSource source(String options) {
        String[] user = URI.create(url).getUserInfo().split(":", 2);
        return new DriverManagerDataSource(jdbcUrl() + options, user[0], user[1]);
    }

    /** Connections of another user. */
    public DataSource as(String user, String password) {
        return new DriverManagerDataSource(jdbcUrl(), user, password);
    }

    private String jdbcUrl() {
        URI uri = URI.create(url);
        return "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath());
    }

    private Connection connect() throws SQLException {
        return source("").getConnection();
    }
}
