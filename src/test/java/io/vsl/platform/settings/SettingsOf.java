package io.vsl.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** What the settings of a record are, by application.yaml and what an operator has set. */
public final class SettingsOf {

    private SettingsOf() {}

    /** Without anything set. */
    public static <T extends Record> T defaults(Class<T> type) {
        return read(type, Map.of());
    }

    /** @param set environment variables, and properties, which are in lower case */
    public static <T extends Record> T read(Class<T> type, Map<String, String> set) {
        return Binder.get(environment(set))
                .bind(type.getAnnotation(ConfigurationProperties.class).value(), type)
                .get();
    }

    /** What is said of them at start. */
    public static List<String> faults(Class<? extends Record> type, Map<String, String> set) {
        return CheckSettings.faults(environment(set), List.of(type));
    }

    /** The same of one setting. */
    public static List<String> faults(Class<? extends Record> type, String name, String value) {
        return faults(type, Map.of(name, value));
    }

    /** That what is set reaches every component, and is no fault. */
    public static <T extends Record> void assertMapped(Map<String, String> set, T expected)
            throws ReflectiveOperationException {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) expected.getClass();
        for (RecordComponent component : type.getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            assertThat(component.getAccessor().invoke(expected))
                    .as("set and otherwise than its default: " + component.getName())
                    .isNotEqualTo(component.getAccessor().invoke(defaults(type)));
        }
        assertThat(faults(type, set)).isEmpty();
        assertThat(read(type, set)).isEqualTo(expected);
    }

    static ConfigurableEnvironment environment(Map<String, String> set) {
        Map<String, Object> variables = new HashMap<>();
        Map<String, Object> properties = new HashMap<>();
        set.forEach((name, value) -> (name.matches("[A-Z0-9_]+") ? variables : properties).put(name, value));
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addLast(new MapPropertySource("arguments", properties));
        environment
                .getPropertySources()
                .addLast(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        try {
            new YamlPropertySourceLoader()
                    .load("application.yaml", new ClassPathResource("application.yaml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return environment;
    }
}
