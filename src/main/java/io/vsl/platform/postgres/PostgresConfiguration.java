package io.vsl.platform.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PostgresConfiguration {

    /** So that a name that leads elsewhere is followed by all, also where nothing fails. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Below what load balancers and firewalls forget idle connections after. */
    private static final Duration KEEPALIVE = Duration.ofMinutes(1);

    private static final Duration IDLE = Duration.ofMinutes(5);

    /** Connects when first used: a process whose stages don't need PostgreSQL runs without it. */
    @Bean
    HikariDataSource dataSource(PostgresProperties properties, Sessions sessions) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("postgres");
        config.setDataSource(sessions.forPool());
        config.setExceptionOverride(sessions);
        config.setMaximumPoolSize(properties.maxConnections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(properties.connectionTimeout().toMillis());
        config.setValidationTimeout(properties.connectionTimeout().toMillis() / 2);
        config.setKeepaliveTime(KEEPALIVE.toMillis());
        config.setIdleTimeout(IDLE.toMillis());
        config.setMaxLifetime(LIFETIME.toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
