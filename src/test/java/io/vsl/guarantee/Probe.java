package io.vsl.guarantee;

import io.vsl.platform.metrics.DiskRoom;
import io.vsl.platform.topology.Topology;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * An application of one stage: the platform's template and beans as they are, around a work that tests control. It is
 * no {@code @Configuration}, which the application's own scan would find.
 */
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@ComponentScan({"io.vsl.platform.kafka", "io.vsl.platform.stage", "io.vsl.platform.loop", "io.vsl.delay"})
@Import(DiskRoom.class)
@ConfigurationPropertiesScan({"io.vsl.platform.kafka", "io.vsl.platform.stage"})
class Probe {

    private static final Map<String, Object> SETTINGS = Map.of(
            "camel.main.routes-include-pattern",
            "classpath:routes/policy.camel.yaml,classpath:routes/delay.camel.yaml,"
                    + "classpath:guarantee/probe.camel.yaml",
            "camel.main.run-controller",
            "true",
            "management.endpoint.health.validate-group-membership",
            "false");

    public static void main(String[] args) {
        new SpringApplicationBuilder(Probe.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("probe", SETTINGS)))
                .run(args);
    }

    @Bean
    Clock clock(Controls controls) {
        return new ClockAhead(controls);
    }

    @Bean
    Topology topology(@Value("${vsl.topology}") String files) {
        return Topology.read(files);
    }

    @Bean
    Controls controls(@Value("${probe.controls}") Path folder) {
        return new Controls(folder);
    }

    @Bean
    ProbeWork probeWork(Controls controls, Clock clock, @Value("${vsl.kafka.topic-prefix}") String topicPrefix) {
        return new ProbeWork(
                controls, clock, topicPrefix + StageUnderTest.OUTPUT, topicPrefix + StageUnderTest.NARROW_OUTPUT);
    }

    @Bean
    CamelContextConfiguration countFailures(Controls controls, @Value("${probe.failpoint:none}") String failpoint) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                context.getCamelContextExtension()
                        .addInterceptStrategy(
                                new Failpoint(failpoint, controls.folder().resolve("reached")));
                context.getManagementStrategy().addEventNotifier(new CountFailures(controls));
            }

            @Override
            public void afterApplicationStart(CamelContext context) {}
        };
    }

    /** The template asks it for orders to skip a record, when a stage holds: here there is no database. */
    @Bean
    JdbcClient jdbcClient() {
        return JdbcClient.create(new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                throw new SQLException("there is no database");
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                return getConnection();
            }
        });
    }

    /** The settings name it. */
    @Bean
    HeaderFilterStrategy httpHeaders() {
        return new DefaultHeaderFilterStrategy();
    }

    /** Ahead of the machine's by as much as the test says. */
    private static final class ClockAhead extends Clock {

        private final Controls controls;

        ClockAhead(Controls controls) {
            this.controls = controls;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(controls.clockAhead());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
