package io.vsl.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** What PostgreSQL and Redis do while they are up: take no writes, as after a failover, or forget. */
final class ChaosStores {

    private static final int TIMEOUT_SECONDS = 20;

    private final Stack stack;

    ChaosStores(Stack stack) {
        this.stack = stack;
    }

    /**
     * Sessions and connections stay, and are refused whatever they want to write.
     *
     * @param service PostgreSQL or Redis
     * @throws IOException when it can't be told
     */
    void refuseWrites(Service service) throws IOException {
        if (service == Service.POSTGRES) {
            tellPostgres("SET default_transaction_read_only = on");
        } else {
            // Of a master that nobody is: nothing is copied, so nothing is lost.
            tellRedis("REPLICAOF 127.0.0.1 1");
        }
    }

    /** @throws IOException when it can't be told */
    void takeWrites(Service service) throws IOException {
        if (service == Service.POSTGRES) {
            tellPostgres("RESET default_transaction_read_only");
        } else {
            tellRedis("REPLICAOF NO ONE");
        }
    }

    /** @throws IOException when Redis is away, or a replica */
    void forget() throws IOException {
        tellRedis("FLUSHALL");
    }

    private void tellPostgres(String setting) throws IOException {
        URI url = URI.create(stack.environment().get("DATABASE_URL"));
        String[] login = url.getUserInfo().split(":");
        Properties properties = new Properties();
        properties.setProperty("user", login[0]);
        properties.setProperty("password", login[1]);
        properties.setProperty("loginTimeout", String.valueOf(TIMEOUT_SECONDS));
        properties.setProperty("socketTimeout", String.valueOf(TIMEOUT_SECONDS));
        try (Connection session = DriverManager.getConnection(
                        "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(), properties);
                Statement statement = session.createStatement()) {
            statement.execute("ALTER SYSTEM " + setting);
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            throw new IOException("PostgreSQL can't be told: " + e.getMessage(), e);
        }
    }

    private void tellRedis(String command) throws IOException {
        URI redis = URI.create(stack.environment().get("REDIS_URL"));
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            if (answer.read() != '+') {
                throw new IOException("Redis refuses " + command);
            }
        }
    }
}
