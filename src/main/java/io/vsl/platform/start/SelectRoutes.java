package io.vsl.platform.start;

import io.vsl.platform.Stages;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Loads the route files of the stages of {@code vsl.stages}, after what they all use. */
class SelectRoutes implements EnvironmentPostProcessor, Ordered {

    private static final List<String> EVERYWHERE = List.of("policy", "provider", "replicate", "ledger", "models");

    /** Of a stage whose routes are two files. */
    private static final Map<String, String> SECOND = Map.of("store", "store-outputs");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        List<String> stages = Stages.parse(environment.getProperty("vsl.stages", "all"));
        Stream<String> ofStages = stages.stream().filter(name -> !name.equals(Stages.SETUP))
                .flatMap(name -> Stream.of(name, SECOND.getOrDefault(name, name)).distinct());
        String routes = Stream.concat(EVERYWHERE.stream(), ofStages)
                .map("classpath:routes/%s.camel.yaml"::formatted)
                .collect(Collectors.joining(","));
        environment.getPropertySources().addFirst(
                new MapPropertySource("stages", Map.of("camel.main.routes-include-pattern", routes)));
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
