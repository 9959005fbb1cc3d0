package io.vsl.platform.start;

import io.vsl.platform.settings.WrongSettings;
import io.vsl.platform.topology.InvalidTopology;
import io.vsl.platform.topology.StageSpec;
import io.vsl.platform.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Loads the route files of the stages of {@code vsl.stages}, after what they all use, and tells the stage template what
 * each of them reads: {@code vsl.topics.<stage>}.
 */
class SelectRoutes implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        try {
            Topology topology = Topology.read(environment.getProperty("vsl.topology", Topology.DEFAULT));
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "stages",
                            settings(topology, topology.select(environment.getProperty("vsl.stages", "all")))));
        } catch (InvalidTopology e) {
            WrongSettings.note(environment, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> settings(Topology topology, List<StageSpec> stages) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                "camel.main.routes-include-pattern",
                topology.routesOf(stages).stream()
                        .map("classpath:routes/%s.camel.yaml"::formatted)
                        .collect(Collectors.joining(",")));
        stages.stream()
                .filter(StageSpec::consumes)
                .forEach(stage -> settings.put(
                        "vsl.topics." + stage.name(),
                        topology.readBy(stage).stream()
                                .map("${vsl.kafka.topic-prefix}."::concat)
                                .collect(Collectors.joining(","))));
        return settings;
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
