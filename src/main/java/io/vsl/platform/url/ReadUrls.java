package io.vsl.platform.url;

import io.vsl.platform.url.UrlSettings.Understood;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Reads the settings that are URLs before anything is made of them, puts what was understood in their place, and logs
 * it. One that can't be used ends the start with a sentence.
 */
class ReadUrls implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ReadUrls.class);

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Map<String, Understood> understood = UrlSettings.read(environment);
        Map<String, Object> values = new LinkedHashMap<>();
        understood.forEach((property, url) -> {
            values.put(property, url.value());
            LOG.atInfo().addKeyValue("action", "read-settings").log("{} is {}", property, url.shown());
        });
        environment.getPropertySources().addFirst(new MapPropertySource("urls", values));
    }
}
