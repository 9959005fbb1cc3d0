package io.vsl.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.inputs.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The table {@code settings}: of each of its settings exactly that is said at start. */
class SettingInputsTest {

    private static final List<Class<?>> RECORDS = records();

    static List<BadInput> inputs() {
        return BadInput.table("settings");
    }

    /** All that hold settings. */
    private static List<Class<?>> records() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        List<Class<?>> records = new ArrayList<>();
        scanner.findCandidateComponents("io.vsl").forEach(found -> {
            try {
                Class<?> type = Class.forName(found.getBeanClassName());
                if (type.isRecord() && !type.getName().contains("Test")) {
                    records.add(type);
                }
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        });
        return records;
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void exactlyThatIsSaidOfEach(BadInput input) {
        Map<String, String> set = new LinkedHashMap<>();
        input.texts("set").forEach((name, value) -> set.put(name, BadInput.filled(value.getFirst(), Map.of())));
        List<String> says = new ArrayList<>();
        input.fields().path("says").forEach(sentence -> says.add(sentence.asText()));

        List<String> faults = CheckSettings.faults(SettingsOf.environment(set), RECORDS);

        assertThat(faults).isEqualTo(says).isNotEmpty();
        assertThat(faults).allSatisfy(sentence -> assertThat(sentence).doesNotContain("hidden", "java."));
    }
}
