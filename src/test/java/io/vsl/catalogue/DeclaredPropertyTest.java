package io.vsl.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.models.CompareModels;
import io.vsl.provider.ModelInputs;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Whatever schema a model has: sound ones, and others. */
class DeclaredPropertyTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String LONG = "x".repeat(20_000);

    @Property
    void whatIsAddedDiffersInNothingFromItsModel(@ForAll("inputs") ModelInputs inputs) {
        Declared entry = Declared.forEntry(inputs);
        Declared model = Declared.forComparison(inputs);

        Statistics.collect(entry.parameters().isEmpty() ? "none" : "some");
        Statistics.coverage(coverage -> coverage.check("some").percentage(percent -> percent > 20));
        assertThat(Stream.concat(entry.leftOut().keySet().stream(), names(entry.parameters()))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(inputs.inputs().keySet());
        if (entry.missing().isEmpty()) {
            assertThat(CompareModels.compare(entry.asModel(), model.asModel(), model.unread()))
                    .isEmpty();
        }
    }

    private static Stream<String> names(ObjectNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }

    @Provide
    Arbitrary<ModelInputs> inputs() {
        Arbitrary<String> name = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of("prompt", "image", "num_outputs", "x")), Tuple.of(1, Arbitraries.strings()));
        return Combinators.combine(
                        Arbitraries.maps(name, schemas(1)).ofMaxSize(3),
                        name.set().ofMaxSize(2))
                .as((schemas, required) -> new ModelInputs(new LinkedHashMap<>(schemas), Set.copyOf(required)));
    }

    private static Arbitrary<ObjectNode> schemas(int depth) {
        Arbitrary<JsonNode> type = Arbitraries.of(
                        "string", "string", "integer", "number", "boolean", "array", "object", "null", "file")
                .map(NODES::textNode);
        Arbitrary<Map.Entry<String, JsonNode>> member = Arbitraries.oneOf(
                member(values(), "default", "description"),
                member(numbers(), "minimum", "maximum", "multipleOf"),
                member(
                        Arbitraries.of(-1, 0, 1, 3, 500, 5_000_000).map(NODES::numberNode),
                        "maxLength",
                        "minItems",
                        "maxItems"),
                member(Arbitraries.of("uri", "password", "date").map(NODES::textNode), "format"),
                member(
                        values().list().ofMaxSize(3).map(list -> NODES.arrayNode()
                                .addAll(list)),
                        "enum"),
                member(Arbitraries.of(NODES.booleanNode(true)), "nullable", "deprecated"),
                member(
                        depth == 0 ? Arbitraries.of(NODES.objectNode()) : schemas(depth - 1),
                        "items",
                        "items",
                        "items"));
        return Combinators.combine(type, member.list().ofMaxSize(4)).as((of, members) -> {
            ObjectNode schema = NODES.objectNode().set("type", of);
            members.forEach(each -> schema.set(each.getKey(), each.getValue()));
            return schema;
        });
    }

    private static Arbitrary<Map.Entry<String, JsonNode>> member(
            Arbitrary<? extends JsonNode> values, String... names) {
        return Combinators.combine(Arbitraries.of(names), values).as((name, value) -> Map.entry(name, value));
    }

    private static Arbitrary<JsonNode> numbers() {
        return Arbitraries.of("-1", "0", "0.5", "1", "8", "10", "1e3", "1e500")
                .map(number -> NODES.numberNode(new BigDecimal(number)));
    }

    private static Arbitrary<JsonNode> values() {
        return Arbitraries.oneOf(
                numbers(),
                Arbitraries.of("", " ", "a", "b", "https://example.com/ä b", "data:,x", LONG)
                        .map(NODES::textNode),
                Arbitraries.of(List.<JsonNode>of(
                        NODES.nullNode(), NODES.booleanNode(true), NODES.arrayNode(), NODES.objectNode())));
    }
}
