package io.vsl.platform.postgres;

import io.vsl.platform.settings.Within;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How PostgreSQL is reached.
 *
 * @param url               {@code postgresql://user:pass@host:port/db} or a JDBC URL
 * @param maxConnections    of this process
 * @param connectionTimeout how long to wait for a connection
 * @param socketTimeout     how long to wait for an answer
 */
@ConfigurationProperties("vsl.postgres")
record PostgresProperties(
        String url,
        @Within(from = "1", to = "1000") int maxConnections,
        @Within(from = "500ms", to = "5m") Duration connectionTimeout,
        @Within(from = "1s", to = "1h") Duration socketTimeout) {

    @Override
    public String toString() {
        return "PostgresProperties[maxConnections=" + maxConnections + "]";
    }
}
