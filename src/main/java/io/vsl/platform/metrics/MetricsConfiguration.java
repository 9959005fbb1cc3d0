package io.vsl.platform.metrics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    @Bean
    @ConditionalOnProperty("vsl.metrics.cloudwatch")
    CloudWatchLines cloudWatchLines(MetricsProperties properties, ObjectMapper json) {
        CloudWatchLines lines = new CloudWatchLines(properties.deployment(), json, System.out::println, Clock.SYSTEM);
        lines.start(new NamedThreadFactory("cloudwatch-lines"));
        return lines;
    }
}
