package io.vsl.platform.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PostgresConfiguration {

    /** Connects when first used: a process whose stages don't need PostgreSQL runs without it. */
    @Bean
    HikariDataSource dataSource(PostgresProperties properties) {
        DatabaseUrl url = DatabaseUrl.parse(properties.url());
        HikariConfig config = new HikariConfig();
        config.setPoolName("postgres");
        config.setJdbcUrl(url.jdbcUrl());
        config.setUsername(url.username());
        config.setPassword(url.password());
        config.setMaximumPoolSize(properties.maxConnections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(properties.connectionTimeout().toMillis());
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("socketTimeout", properties.socketTimeout().toSeconds());
        config.addDataSourceProperty("ApplicationName", "vsl");
        return new HikariDataSource(config);
    }
}
