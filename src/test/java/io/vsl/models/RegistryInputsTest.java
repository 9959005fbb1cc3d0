package io.vsl.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vsl.inputs.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table {@code registry}: of each of its registries exactly that is said. */
class RegistryInputsTest {

    private static final Map<String, String> RIGHT = Map.of(
            "version", "'version':'o/n'",
            "pricing", "'pricing':1",
            "estimatedTime", "'estimatedTime':1",
            "supportedParams", "'supportedParams':['x']");

    static List<BadInput> inputs() {
        return BadInput.table("registry");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void exactlyThatIsSaidOfEach(BadInput input) {
        InvalidModels invalid = catchThrowableOfType(
                InvalidModels.class, () -> Models.parse(text(input).replace('\'', '"'), "MODELS_CONFIG"));

        assertThat(invalid).as("refused").isNotNull();
        List<String> says = new ArrayList<>();
        input.fields().path("says").forEach(sentence -> says.add(sentence.asText()));
        assertThat(invalid.faults()).extracting(InvalidModels.Fault::toString).isEqualTo(says);
    }

    private static String text(BadInput input) {
        if (input.has("text")) {
            return BadInput.filled(input.text("text"), Map.of());
        }
        return "{'image':{'painter':{%s}}}".formatted(input.find("bare").orElseGet(() -> painter(input.text("model"))));
    }

    /** All fields that it needs and does not say; one that it says as it is right is there twice. */
    private static String painter(String model) {
        Map<String, String> fields = new LinkedHashMap<>(RIGHT);
        fields.keySet().removeIf(name -> model.contains("'" + name + "':") && !RIGHT.containsValue(model));
        fields.put("", model);
        return String.join(",", fields.values());
    }
}
