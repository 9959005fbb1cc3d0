package io.vsl.platform.start;

import io.vsl.platform.Stages;
import io.vsl.platform.settings.WrongSettings;
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

    private static final List<String> EVERYWHERE = List.of("policy", "replicate", "models");

    /** Of a stage whose routes are two files. */
    private static final Map<String, String> SECOND = Map.of("store", "store-outputs");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        try {
            select(environment, Stages.parse(environment.getProperty("vsl.stages", "all")));
        } catch (IllegalArgumentException e) {
            WrongSettings.note(environment, e.getMessage());
        }
    }

    private static void select(ConfigurableEnvironment environment, List<String> stages) {
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
