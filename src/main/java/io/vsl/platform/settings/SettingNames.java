package io.vsl.platform.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** How operators know a property: by the environment variable that sets it, else by its own name. */
final class SettingNames {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)(:.*)?}", Pattern.DOTALL);

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)[:}]");

    private static final Pattern PROPERTY = Pattern.compile("[a-z][a-z0-9.-]*");

    private final ConfigurableEnvironment environment;

    SettingNames(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    String of(String property) {
        if (!ConfigurationPropertyName.isValid(property)) {
            return property;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        Optional<ConfigurationProperty> found = StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .flatMap((ConfigurationPropertySource source) ->
                        Stream.ofNullable(source.getConfigurationProperty(name)))
                .findFirst();
        if (found.isEmpty()) {
            return property;
        }
        Matcher placeholder = PLACEHOLDER.matcher(String.valueOf(found.get().getValue()));
        if (placeholder.matches()) {
            return of(placeholder.group(1));
        }
        return switch (found.get().getOrigin()) {
            case SystemEnvironmentOrigin variable -> variable.getProperty();
            case PropertySourceOrigin origin
            when origin.getPropertySource() instanceof SystemEnvironmentPropertySource -> origin.getPropertyName();
            case null, default -> property;
        };
    }

    /** All variables that set something of ours. */
    Set<String> variables() {
        Set<String> variables = new TreeSet<>();
        environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .map(source -> (EnumerablePropertySource<?>) source)
                .forEach(source -> Stream.of(source.getPropertyNames())
                        .filter(name -> PROPERTY.matcher(name).matches())
                        .flatMap(name -> variables(name, String.valueOf(source.getProperty(name))))
                        .forEach(variables::add));
        return variables;
    }

    /** Those in its value, and the two that Spring knows by its name. */
    private static Stream<String> variables(String property, String value) {
        String variable = property.replace('.', '_').toUpperCase(Locale.ROOT);
        return Stream.concat(
                VARIABLE.matcher(value).results().map(it -> it.group(1)),
                property.startsWith("vsl.")
                        ? Stream.of(variable.replace("-", ""), variable.replace('-', '_'))
                        : Stream.of());
    }
}
