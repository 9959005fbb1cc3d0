package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.Set;
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
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
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
                "'https://x.d/PixPin (1) [a].png?b=c'|{https://x.d/PixPin (1) [a].png?b=c=}|{}",
                "'a story'|{}|{=\"a story\"}",
                "'https://x.d is a good site'|{}|{=\"https://x.d is a good site\"}",
                "['https://x.d/a says b','https://r.d/a b','https://x.d/a']|{https://r.d/a b=/1, https://x.d/a=/2}|{/0=\"https://x.d/a says b\"}",
                "['https://r.d/a#1','https://r.d/a','https://r.d/a b','https://r.d/a%20b']|{https://r.d/a#1=/0, https://r.d/a b=/2}|{}",
                "['https://u@r.d/a','https://r.d:x/b','https://r.d:y/b']"
                        + "|{https://u@r.d/a=/0, https://r.d:x/b=/1, https://r.d:y/b=/2}|{}",
                "['data:,a%20b','data:,a b','data:image/png is a type, and this a text']|{data:,a%20b=/0}"
                        + "|{/1=\"data:,a b\", /2=\"data:image/png is a type, and this a text\"}",
                "['a','b']|{}|{=[\"a\",\"b\"]}",
                "{'text':'x\\u0000\\ud800'}|{}|{={\"text\":\"x\uFFFD\uFFFD\"}}",
                "'https://r.d/\\ud800'|{}|{=\"https://r.d/\uFFFD\"}",
                "{'n':1e200000}|{}|{={\"n\":\"1E+200000\"}}",
                "null|{}|{}",
                "[]|{}|{}",
                "[null]|{}|{=[null]}",
                "' '|{}|{}"
            })
    void filesByPlaceAndTheRestByPlace(String output, String files, String values) throws JsonProcessingException {
        PredictionOutput read = of(json(output));

        assertThat(read.files()).hasToString(files);
        assertThat(read.values()).hasToString(values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'a'|true",
                "['a']|true",
                "'https://r.d/a'|true",
                "{'n':[1,true,{'x':null}]}|false",
                "7|false",
                "null|false",
                "[]|false"
            })
    void aFileOrATextIsWorthKeeping(String output, boolean isWorthKeeping) throws JsonProcessingException {
        assertThat(of(json(output)).isWorthKeeping()).isEqualTo(isWorthKeeping);
    }

    @Test
    void thereIsABoundToWhatIsKept() {
        JsonNode many = JSON.valueToTree(
                IntStream.range(0, 5_100).mapToObj(i -> "https://r.d/" + i).toList());

        assertThat(of(many).files()).hasSize(5_000);
        assertThat(of(many).leftOut()).isEqualTo(100);
    }

    @Test
    void thereIsABoundToTheValuesBesideAFileToo() {
        ArrayNode output = NODES.arrayNode().add("https://r.d/a");
        for (int i = 0; i < 5_001; i++) {
            output.add("a fox " + i);
        }

        assertThat(of(output).files()).hasSize(1);
        assertThat(of(output).values()).hasSize(5_000).doesNotContainKey("/5001");
        assertThat(of(output).leftOut()).isEqualTo(1);
    }

    @Test
    void aNameAsLongAsAnOutputMakesNoPlaceOfThatLengthAndIsNotMistakenForAnother() {
        ObjectNode output = NODES.objectNode()
                .put("n".repeat(1_000_000), "https://r.d/a")
                .put("n".repeat(300) + "1", "one")
                .put("n".repeat(300) + "2", "two");

        PredictionOutput read = of(output);

        assertThat(read.files().get("https://r.d/a")).hasSize(210);
        assertThat(read.values()).hasSize(2);
        assertThat(read.values().values()).extracting(JsonNode::textValue).containsExactly("one", "two");
    }

    @Test
    void aNameOf200CharactersStandsInAPlaceAsItIs() {
        ObjectNode output =
                NODES.objectNode().put("n".repeat(200), "https://r.d/a").put("n".repeat(201), "https://r.d/b");

        assertThat(of(output).files().get("https://r.d/a")).isEqualTo("/" + "n".repeat(200));
        assertThat(of(output).files().get("https://r.d/b")).hasSize(210).startsWith("/" + "n".repeat(200) + "…");
    }

    @Test
    void aValueStaysAsItIsToADepthOf30() {
        JsonNode value = NODES.textNode("a fox");
        for (int i = 0; i < 30; i++) {
            value = NODES.arrayNode().add(value);
        }
        JsonNode deeper = NODES.arrayNode().add(value);

        PredictionOutput read =
                of(NODES.arrayNode().add("https://r.d/a").add(value).add(deeper));

        assertThat(read.values().get("/1")).isEqualTo(value);
        assertThat(read.values().get("/2")).isEqualTo(NODES.textNode(deeper.toString()));
    }

    @Test
    void filesAreFoundAtAnyDepthAndDeepValuesBecomeText() {
        JsonNode file = NODES.textNode("https://r.d/a");
        JsonNode value = NODES.textNode("a fox");
        for (int i = 0; i < 400; i++) {
            file = NODES.arrayNode().add(file);
            value = NODES.arrayNode().add(value);
        }

        PredictionOutput read = of(NODES.arrayNode().add(file).add(value));

        assertThat(read.files()).containsExactly(Map.entry("https://r.d/a", "/0" + "/0".repeat(400)));
        assertThat(read.values().get("/1").textValue()).hasSize(400 + 7 + 400).contains("\"a fox\"");
    }

    private static PredictionOutput of(JsonNode output) {
        return PredictionOutput.of(output, 0, url -> Set.of("r.d", "[::1]").contains(url.host()));
    }

    /** A tree with files anywhere: they are found once each, in the tree's order, where the places say. */
    @Property(tries = 500)
    void eachFileIsFoundOnceAndInOrder(@ForAll("outputs") JsonNode output) {
        List<String> expected = new ArrayList<>();
        collect(output, expected);

        PredictionOutput read = of(output);

        assertThat(read.files().keySet())
                .containsExactlyElementsOf(expected.stream().distinct().toList());
        read.files().forEach((url, place) -> assertThat(
                        output.at(JsonPointer.compile(place)).textValue())
                .isEqualTo(url));
        for (Map.Entry<String, JsonNode> value : read.values().entrySet()) {
            assertThat(output.at(JsonPointer.compile(value.getKey()))).isEqualTo(value.getValue());
            List<String> inside = new ArrayList<>();
            collect(value.getValue(), inside);
            assertThat(inside).isEmpty();
        }
        long scalars = scalars(output);
        long kept = read.values().values().stream()
                .mapToLong(PredictionOutputTest::scalars)
                .sum();
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
