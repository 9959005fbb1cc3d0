package io.vsl.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

class PreparePropertyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Model LISTS = Fixtures.painter("""
            'version':'owner/name','pricing':0.01,'estimatedTime':5,'supportedParams':{
              'images':{'type':'array','items':{'type':'uri'},'maxItems':2,'as':'image_input'},
              'seeds':{'type':'array','items':{'type':'integer','maximum':9},'minItems':1},
              'words':{'type':'array','items':{'type':'string','enum':['a','b']}},
              'flags':{'type':'array','items':{'type':'boolean'}},
              'settings':{'type':'object'}}""");

    private static final List<Model> MODELS =
            Stream.concat(Fixtures.MODELS.all().stream(), Stream.of(LISTS)).toList();

    @Property
    void prepareNeverThrowsAndASoundAnswerHasOnlyInputsThatTheModelKnows(
            @ForAll("models") Model model, @ForAll("parameters") ObjectNode parameters) {
        ObjectNode before = parameters.deepCopy();

        Prepared prepared = model.prepare(parameters);

        assertThat(parameters).isEqualTo(before);
        Statistics.collect(prepared.getClass().getSimpleName());
        Statistics.coverage(coverage -> coverage.check("Accepted").percentage(percent -> percent > 1));
        if (prepared instanceof Prepared.Accepted accepted) {
            assertThat(accepted.input().properties())
                    .extracting(Map.Entry::getKey)
                    .isSubsetOf(model.parameters().values().stream()
                            .map(Parameter::input)
                            .toList());
            assertThat(accepted.estimate(NOW, Duration.ZERO).cost()).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
            assertThat(model.prepare(accepted.parameters()))
                    .isInstanceOfSatisfying(Prepared.Accepted.class, again -> assertThat(again.input())
                            .isEqualTo(accepted.input()));
        } else if (prepared instanceof Prepared.Refused refused) {
            assertThat(refused.errors()).isNotEmpty().allMatch(error -> error.field()
                    .startsWith("parameters"));
        }
    }

    @Property
    void aSizeThatTheModelMakesIsTakenAsItIs(@ForAll("choices") SizeMapping.Choice choice) {
        assertThat(size().nearest(choice.width(), choice.height())).isEqualTo(choice);
    }

    @Property
    void noChoiceIsOfANearerShape(
            @ForAll @IntRange(min = 64, max = 4096) int width, @ForAll @IntRange(min = 64, max = 4096) int height) {
        SizeMapping.Choice nearest = size().nearest(width, height);

        assertThat(size().choices())
                .noneMatch(choice -> stretch(choice, width, height) < stretch(nearest, width, height) * 0.999999);
    }

    @Property
    void aSizeTurnedOnItsSideGivesTheChoiceTurnedOnItsSide(
            @ForAll @IntRange(min = 64, max = 4096) int width, @ForAll @IntRange(min = 64, max = 4096) int height) {
        SizeMapping.Choice upright = size().nearest(width, height);
        SizeMapping.Choice turned = size().nearest(height, width);

        assertThat(stretch(upright, width, height)).isCloseTo(stretch(turned, height, width), offset(1e-9));
    }

    /** By how much the choice has to be stretched to have the asked shape; 1 when it has it. */
    private static double stretch(SizeMapping.Choice choice, int width, int height) {
        double ratio = (double) choice.width() * height / ((double) choice.height() * width);
        return Math.max(ratio, 1 / ratio);
    }

    private static SizeMapping size() {
        SizeMapping size = Fixtures.flux().size();
        assertThat(size).isNotNull();
        return size;
    }

    @Provide
    Arbitrary<SizeMapping.Choice> choices() {
        return Arbitraries.of(size().choices());
    }

    @Provide
    Arbitrary<Model> models() {
        return Arbitraries.of(MODELS);
    }

    /** Mostly of real names and with what is required, so that the values are looked at and many are accepted. */
    @Provide
    Arbitrary<ObjectNode> parameters() {
        List<String> names = MODELS.stream()
                .flatMap(model -> model.parameters().keySet().stream())
                .distinct()
                .toList();
        Arbitrary<String> name =
                Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.of(names)), Tuple.of(1, Arbitraries.strings()));
        return Combinators.combine(
                        Arbitraries.of(
                                NODES.objectNode(),
                                Fixtures.json("{'prompt':'a cat'}"),
                                Fixtures.json("{'image':'https://a.org/b.png'}"),
                                Fixtures.json("{'images':['https://a.org/ü b.png','data:,x'],'seeds':[1.0,-1e2]}")),
                        Arbitraries.maps(name, values()).ofMaxSize(2))
                .as((start, more) -> {
                    ObjectNode node = start.deepCopy();
                    more.forEach(node::set);
                    return node;
                });
    }

    private static Arbitrary<JsonNode> values() {
        return Arbitraries.lazyOf(
                () -> Arbitraries.of(sampleValues()),
                () -> Arbitraries.strings().map(NODES::textNode),
                () -> Arbitraries.integers().map(NODES::numberNode),
                () -> Arbitraries.bigDecimals().map(NODES::numberNode).map(JsonNode.class::cast),
                () -> Arbitraries.doubles().map(NODES::numberNode),
                () -> values().list().ofMaxSize(3).map(list -> NODES.arrayNode().addAll(list)),
                () -> values().map(value -> NODES.objectNode().set("x", value)));
    }

    private static List<JsonNode> sampleValues() {
        Stream<JsonNode> odd = Stream.of(
                NODES.nullNode(),
                NODES.missingNode(),
                NODES.booleanNode(true),
                NODES.numberNode(Double.NaN),
                NODES.numberNode(Double.NEGATIVE_INFINITY),
                NODES.numberNode(Float.POSITIVE_INFINITY),
                NODES.numberNode(new BigDecimal("1e999999999")),
                NODES.numberNode(new BigDecimal("-1e-999999999")),
                NODES.numberNode(BigInteger.TWO.pow(5_000)),
                NODES.binaryNode(new byte[] {1}),
                NODES.pojoNode(new Object()),
                NODES.textNode("https://example.com/a.png"),
                NODES.textNode("https://my_bücket.com/a//b c.png?d|e#f"),
                NODES.arrayNode().add("https://example.com/a b.png").add("data:,x"),
                NODES.arrayNode().add("https://example.com/a.png").addNull(),
                NODES.arrayNode().add("a").add("b"),
                NODES.arrayNode().add(1).add(2),
                NODES.arrayNode().add(true),
                NODES.arrayNode(),
                NODES.textNode("data:image/png;base64,iVBORw0KGgo="));
        Stream<JsonNode> sound = Fixtures.MODELS.all().stream()
                .flatMap(model -> Stream.concat(
                        model.defaults().values().stream(),
                        model.parameters().values().stream().flatMap(PreparePropertyTest::allowed)));
        return Stream.concat(odd, sound).collect(Collectors.toList());
    }

    private static Stream<JsonNode> allowed(Parameter parameter) {
        return parameter.rule() instanceof Rule.One one ? one.allowed().stream() : Stream.of();
    }
}
