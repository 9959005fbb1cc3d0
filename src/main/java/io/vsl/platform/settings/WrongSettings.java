package io.vsl.platform.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** What was found wrong before the settings are checked. It is told with all the rest. */
public final class WrongSettings {

    private static final String NAME = "wrong settings";

    private WrongSettings() {}

    /** @param sentence the variable, what is wrong, what is allowed */
    public static void note(ConfigurableEnvironment environment, String sentence) {
        List<String> all = new ArrayList<>(noted(environment));
        all.add(sentence);
        environment.getPropertySources().addLast(new MapPropertySource(NAME, Map.of(NAME, all)));
    }

    static List<String> noted(ConfigurableEnvironment environment) {
        return environment.getPropertySources().get(NAME) instanceof MapPropertySource source
                        && source.getProperty(NAME) instanceof List<?> sentences
                ? sentences.stream().map(String::valueOf).toList()
                : List.of();
    }
}
