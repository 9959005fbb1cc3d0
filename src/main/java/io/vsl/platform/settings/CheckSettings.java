package io.vsl.platform.settings;

import io.vsl.platform.json.NearestName;
import io.vsl.platform.url.InvalidSetting;
import io.vsl.platform.url.UrlSettings;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Reads all settings before any bean is made of them. Those that are URLs are replaced by what was understood, and
 * logged. The wrong ones end the start with one message that names them all.
 */
class CheckSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(CheckSettings.class);

    private static final String ACTION = "read-settings";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.addBeanFactoryPostProcessor(beans -> check(context.getEnvironment(), records(beans)));
    }

    /** The classes whose beans hold settings. */
    private static List<Class<?>> records(ConfigurableListableBeanFactory beans) {
        return Stream.of(beans.getBeanDefinitionNames())
                .<Class<?>>mapMulti((name, types) -> {
                    Class<?> type = beans.getType(name, false);
                    if (type != null && type.isRecord() && type.isAnnotationPresent(ConfigurationProperties.class)) {
                        types.accept(type);
                    }
                })
                .toList();
    }

    /**
     * Checks them all.
     *
     * @throws InvalidSetting with every fault
     */
    static void check(ConfigurableEnvironment environment, List<Class<?>> records) {
        List<String> faults = faults(environment, records);
        if (!faults.isEmpty()) {
            throw new InvalidSetting(faults);
        }
        warnOfTypos(environment);
    }

    static List<String> faults(ConfigurableEnvironment environment, List<Class<?>> records) {
        SettingNames names = new SettingNames(environment);
        Faults faults = new Faults(Binder.get(environment), names);
        WrongSettings.noted(environment).forEach(faults::add);
        readUrls(environment, faults);
        try (ValidatorFactory validators = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()) {
            CheckRecord record = new CheckRecord(Binder.get(environment), validators.getValidator(), faults);
            records.forEach(type -> record.check(type, prefix(type)));
        }
        Combinations.check(Binder.get(environment), names, faults);
        return faults.sentences();
    }

    private static String prefix(Class<?> type) {
        return Objects.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class))
                .prefix();
    }

    private static void readUrls(ConfigurableEnvironment environment, Faults faults) {
        Map<String, Object> values = new LinkedHashMap<>();
        UrlSettings.read(environment, faults::add).forEach((property, url) -> {
            values.put(property, url.value());
            LOG.atInfo().addKeyValue("action", ACTION).log("{} is {}", property, url.shown());
        });
        environment.getPropertySources().addFirst(new MapPropertySource("urls", values));
    }

    /** A variable that is nearly one of ours, and has its first word. */
    private static void warnOfTypos(ConfigurableEnvironment environment) {
        PropertySource<?> given =
                environment.getPropertySources().get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        if (given == null || !(given.getSource() instanceof Map<?, ?> variables)) {
            return;
        }
        Set<String> known = new SettingNames(environment).variables();
        variables.keySet().stream()
                .map(String::valueOf)
                .filter(name -> !known.contains(name))
                .sorted()
                .forEach(name -> {
                    String meant = meant(name, known);
                    if (meant != null) {
                        LOG.atWarn()
                                .addKeyValue("action", ACTION)
                                .log("{} is set and is no setting; did you mean {}?", name, meant);
                    }
                });
    }

    static @Nullable String meant(String name, Set<String> known) {
        int end = name.indexOf('_') + 1;
        String word = name.substring(0, end);
        if (word.isEmpty()) {
            return null;
        }
        return NearestName.of(
                        name.substring(end),
                        known.stream().filter(it -> it.startsWith(word)).map(it -> it.substring(end)))
                .map(word::concat)
                .orElse(null);
    }
}
