package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.provider.PredictionOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a model gives: each file is found once, in order, and nothing else is lost. */
class PredictionOutputTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'https://r.d/a'|{https://r.d/a=}|{}",
        "['https://r.d/a','https://r.d/b']|{https://r.d/a=/0, https://r.d/b=/1}|{}",
        "{'audio':'https://r.d/a','spectrogram':'https://r.d/b'}|{https://r.d/a=/audio, https://r.d/b=/spectrogram}|{}",
        "{'image':'https://r.d/a','seed':42}|{https://r.d/a=/image}|{/seed=42}",
        "[{'image':'https://r.d/a','text':'a fox'}]|{https://r.d/a=/0/image}|{/0/text=\"a fox\"}",
        "{'images':['https://r.d/a']}|{https://r.d/a=/images/0}|{}",
        "['https://r.d/a','a caption']|{https://r.d/a=/0}|{/1=\"a caption\"}",
        "[['https://r.d/a'],[['https://r.d/b']]]|{https://r.d/a=/0/0, https://r.d/b=/1/0/0}|{}",
        "{'a/b':{'c~d':'https://r.d/a'}}|{https://r.d/a=/a~1b/c~0d}|{}",
        "['https://r.d/a','https://r.d/a']|{https://r.d/a=/0}|{}",
        "['https://r.d/PixPin (1) [a].png']|{https://r.d/PixPin (1) [a].png=/0}|{}",
        "[' https://r.d/a ',null,'',[],{}]|{https://r.d/a=/0}|{}",
        "['data:image/png;base64,AAAA','data: a, b']|{data:image/png;base64,AAAA=/0}|{/1=\"data: a, b\"}",
        "{'f':'https://r.d/a','words':[{'at':1,'word':'a'},{'at':2}]}|{https://r.d/a=/f}|{/words=[{\"at\":1,\"word\":\"a\"},{\"at\":2}]}",
        "{'f':'https://r.d/a','see':'at https://r.d/b'}|{https://r.d/a=/f}|{/see=\"at https://r.d/b\"}",
        "'a story'|{}|{=\"a story\"}",
        "['a','b']|{}|{=[\"a\",\"b\"]}",
        "{'text':'x\\u0000\\ud800'}|{}|{={\"text\":\"x\uFFFD\uFFFD\"}}",
        "'https://r.d/\\ud800'|{}|{=\"https://r.d/\uFFFD\"}",
        "{'n':1e200000}|{}|{={\"n\":\"1E+200000\"}}",
        "null|{}|{}", "[]|{}|{}", "[null]|{}|{=[null]}", "' '|{}|{}"})
    void filesByPlaceAndTheRestByPlace(String output, String files, String values) throws JsonProcessingException {
        PredictionOutput read = PredictionOutput.of(json(output));

        assertThat(read.files()).hasToString(files);
        assertThat(read.values()).hasToString(values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"'a'|true", "['a']|true", "'https://r.d/a'|true",
        "{'n':[1,true,{'x':null}]}|false", "7|false", "null|false", "[]|false"})
    void aFileOrATextIsWorthKeeping(String output, boolean isWorthKeeping) throws JsonProcessingException {
        assertThat(PredictionOutput.of(json(output)).isWorthKeeping()).isEqualTo(isWorthKeeping);
    }

    @Test
    void thereIsABoundToWhatIsKept() {
        JsonNode many = JSON.valueToTree(IntStream.range(0, 5_100).mapToObj(i -> "https://r.d/" + i).toList());

        assertThat(PredictionOutput.of(many).files()).hasSize(5_000);
        assertThat(PredictionOutput.of(many).leftOut()).isEqualTo(100);
    }

    @Test
    void aNameAsLongAsAnOutputMakesNoPlaceOfThatLength() {
        ObjectNode output = NODES.objectNode().put("n".repeat(1_000_000), "https://r.d/a");

        assertThat(PredictionOutput.of(output).files().get("https://r.d/a")).hasSize(202);
    }

    /** A tree with files anywhere: they are found once each, in the tree's order, where the places say. */
    @Property(tries = 500)
    void eachFileIsFoundOnceAndInOrder(@ForAll("outputs") JsonNode output) {
        List<String> expected = new ArrayList<>();
        collect(output, expected);

        PredictionOutput read = PredictionOutput.of(output);

        assertThat(read.files().keySet()).containsExactlyElementsOf(expected.stream().distinct().toList());
        read.files().forEach((url, place) ->
                assertThat(output.at(JsonPointer.compile(place)).textValue()).isEqualTo(url));
        for (Map.Entry<String, JsonNode> value : read.values().entrySet()) {
            assertThat(output.at(JsonPointer.compile(value.getKey()))).isEqualTo(value.getValue());
            List<String> inside = new ArrayList<>();
            collect(value.getValue(), inside);
            assertThat(inside).isEmpty();
        }
        long scalars = scalars(output);
        long kept = read.values().values().stream().mapToLong(PredictionOutputTest::scalars).sum();
        assertThat(kept + expected.size()).isEqualTo(scalars);
    }

    @Provide
    Arbitrary<JsonNode> outputs() {
        return Arbitraries.longs().map(seed -> tree(new Random(seed), 5));
    }

    private static JsonNode tree(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 4 : 8);
        return switch (kind) {
            case 0, 1 -> NODES.textNode((kind == 0 ? "https://r.d/" : "http://[::1]/a b/") + random.nextInt(100));
            case 2 -> NODES.textNode("a fox " + random.nextInt());
            case 3 -> NODES.numberNode(random.nextInt());
            case 4, 5 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(tree(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.set(List.of("a", "b/", "~", "", "é \"").get(i), tree(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static void collect(JsonNode node, List<String> urls) {
        if (node.isTextual() && node.textValue().contains("://")) {
            urls.add(node.textValue());
        }
        node.forEach(child -> collect(child, urls));
    }

    private static long scalars(JsonNode node) {
        if (node.isValueNode()) {
            return 1;
        }
        long scalars = 0;
        for (JsonNode child : node) {
            scalars += scalars(child);
        }
        return scalars;
    }

    private static JsonNode json(String quoted) throws JsonProcessingException {
        return JSON.readTree(quoted.replace('\'', '"'));
    }
}
