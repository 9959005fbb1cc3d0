package io.vsl.platform.postgres;

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
record PostgresProperties(String url, int maxConnections, Duration connectionTimeout, Duration socketTimeout) {

    @Override
    public String toString() {
        return "PostgresProperties[maxConnections=" + maxConnections + "]";
    }
}
