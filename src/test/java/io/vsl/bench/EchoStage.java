package io.vsl.bench;

import io.vsl.Vsl;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.MapPropertySource;

/** The application as it is, with one stage that does nothing but copy: what the stage template itself costs. */
final class EchoStage {

    private static final Map<String, Object> SETTINGS = Map.of(
            "camel.main.routes-include-pattern", "classpath:routes/policy.camel.yaml,classpath:bench/echo.camel.yaml",
            "vsl.topics.echo", "${vsl.kafka.topic-prefix}.echo-in");

    private EchoStage() {}

    public static void main(String[] args) {
        new SpringApplicationBuilder(Vsl.class)
                .initializers(context ->
                        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("echo", SETTINGS)))
                .run(args);
    }
}
