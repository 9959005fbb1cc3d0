package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.platform.json.JsonConfiguration;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is cut of an output that no record holds, and what is not. */
class FitOutputTest {

    private static final int LARGEST = FitOutput.LARGEST;

    private final ObjectNode prediction = JsonConfiguration.json().createObjectNode();

    @Test
    void whatFitsStaysAsItIs() {
        prediction.put("output", "a".repeat(LARGEST - 2));

        assertThat(FitOutput.fit(prediction)).isZero();
        assertThat(output().textValue()).hasSize(LARGEST - 2);
    }

    @Test
    void aTextIsCutAsLittleAsItMust() {
        prediction.put("output", "a".repeat(LARGEST + 100));

        assertThat(FitOutput.fit(prediction)).isEqualTo(1);
        assertThat(output().textValue()).isEqualTo("a".repeat(LARGEST - 12) + " …");
        assertThat(bytes()).isBetween(LARGEST - 10, LARGEST);
    }

    @Test
    void theLargestIsCutWhereverItStands() {
        ObjectNode output = prediction.putObject("output");
        output.put("small", "s".repeat(2_000));
        ArrayNode list = output.putObject("deep").putArray("list");
        list.add("first".repeat(1_000)).add("b".repeat(LARGEST)).add(7);

        assertThat(FitOutput.fit(prediction)).isEqualTo(1);
        assertThat(output.path("small").textValue()).hasSize(2_000);
        assertThat(list.get(0).textValue()).hasSize(5_000);
        assertThat(list.get(1).textValue()).startsWith("bbb").endsWith(" …");
        assertThat(list.get(2).intValue()).isEqualTo(7);
        assertThat(bytes()).isBetween(LARGEST - 10, LARGEST);
    }

    @Test
    void aFileInTheOutputSaysHowLargeItWas() {
        ObjectNode output = prediction.putObject("output");
        output.put("file", "data:image/png;base64," + "A".repeat(LARGEST)).put("text", "t".repeat(2_000));

        assertThat(FitOutput.fit(prediction))
                .as("a file is none of the texts that were cut")
                .isZero();
        assertThat(output.path("file").textValue()).isEqualTo("data:image/png;vsl-omitted=%d,".formatted(LARGEST));
        assertThat(output.path("text").textValue()).hasSize(2_000);
    }

    @Test
    void asManyAreCutAsItTakesAndEachKeepsItsBeginning() {
        ArrayNode output = prediction.putArray("output");
        for (int i = 0; i < 4_000; i++) {
            output.add("a".repeat(1_001));
        }

        int cut = FitOutput.fit(prediction);

        assertThat(output.get(0).textValue()).isEqualTo("a".repeat(500) + " …");
        assertThat(output.get(3_999).textValue()).hasSize(1_001);
        assertThat(bytes()).isBetween(LARGEST - 1_001, LARGEST);
        assertThat(output).filteredOn(one -> one.textValue().endsWith("…")).hasSize(cut);
    }

    @Test
    void oneMoreIsNotCutWhenTheRestJustFits() {
        ArrayNode output = prediction.putArray("output");
        output.add("a".repeat(1_001)).add("b".repeat(1_001));
        for (int i = 0; i < LARGEST / 1_003 - 2; i++) {
            output.add("s".repeat(1_000));
        }
        // The first becomes shorter by 497 bytes.
        output.add("s".repeat(LARGEST + 497 - bytes() - 3));

        assertThat(FitOutput.fit(prediction)).isEqualTo(1);
        assertThat(bytes()).isEqualTo(LARGEST);
        assertThat(output.get(1).textValue()).hasSize(1_001);
    }

    @Test
    void shortTextsAreLeftAndManyOfThemAreTooLarge() {
        ArrayNode output = prediction.putArray("output");
        for (int i = 0; i < 4_000; i++) {
            output.add("a".repeat(1_000));
        }

        assertThat(FitOutput.fit(prediction)).isEqualTo(-1);
        assertThat(output.get(0).textValue()).hasSize(1_000);
    }

    @Test
    void noCharacterIsCutInTwo() {
        for (String before : new String[] {"", "a"}) {
            prediction.put("output", before + "😀".repeat(LARGEST / 3));

            assertThat(FitOutput.fit(prediction)).isEqualTo(1);
            String text = output().textValue();
            assertThat(Character.isHighSurrogate(text.charAt(text.length() - 3)))
                    .isFalse();
            assertThat(text).startsWith(before + "😀");
        }
    }

    @Test
    void aCharacterAtTheCutGoesAsAWhole() {
        String before = "a".repeat(LARGEST - 15);
        prediction.put("output", before + "😀" + "a".repeat(100));

        assertThat(FitOutput.fit(prediction)).isEqualTo(1);
        assertThat(output().textValue()).isEqualTo(before + " …");
    }

    private JsonNode output() {
        return prediction.path("output");
    }

    private int bytes() {
        return output().toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
