package io.vsl.platform.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.HealthEndpointGroup;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.stereotype.Component;

/** How the process is: Spring Boot's health groups {@code live} and {@code ready}, and its metrics. */
@Component
class Management {

    private static final String METRICS = "/metrics";

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final String HEALTH = "/health/";

    private static final Set<String> PATHS = Set.of(METRICS, HEALTH + "live", HEALTH + "ready");

    private final HealthEndpoint health;
    private final HealthEndpointGroups groups;
    private final PrometheusMeterRegistry metrics;

    Management(HealthEndpoint health, HealthEndpointGroups groups, PrometheusMeterRegistry metrics) {
        this.health = health;
        this.groups = groups;
        this.metrics = metrics;
    }

    boolean has(String path) {
        return PATHS.contains(path);
    }

    /**
     * May wait.
     *
     * @param accept values of the header
     */
    Answer answer(String path, List<String> accept) {
        return path.equals(METRICS) ? metrics(accept) : health(path.substring(HEALTH.length()));
    }

    private Answer metrics(List<String> accept) {
        boolean open = accept.stream().anyMatch(ranges -> ranges.contains("application/openmetrics-text"));
        String form = open ? OPEN_METRICS : PROMETHEUS;
        return Answer.of(200, form, metrics.scrape(form).getBytes(StandardCharsets.UTF_8));
    }

    private Answer health(String name) {
        HealthComponent found = health.healthForPath(name);
        HealthEndpointGroup group = groups.get(name);
        return Answer.of(
                group.getHttpCodeStatusMapper().getStatusCode(found.getStatus()),
                "application/json",
                "{\"status\":\"%s\"}".formatted(found.getStatus().getCode()).getBytes(StandardCharsets.UTF_8));
    }
}
