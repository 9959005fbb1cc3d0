package io.vsl.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.platform.http.AnswerBody;
import io.vsl.platform.http.Problem;
import io.vsl.platform.topology.TopicSpec;
import io.vsl.platform.topology.Topology;
import io.vsl.testing.EventSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code GET /asyncapi.json} and {@code GET /schemas/{name}} say is whole and right in itself. */
class AsyncApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Path FOLDER = Path.of("src/main/resources/schemas");

    private static final String PREFIX = "{prefix}.";

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final JsonNode document = read(exchange -> {
        try {
            new ShowSpecifications(JSON).asyncApi(exchange);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    });

    static List<String> schemas() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void itsChannelsAreTheTopicsForOthers() {
        Map<String, String> described = new TreeMap<>();
        document.path("operations")
                .forEach(operation -> described.put(
                        at(operation.path("channel")).path("address").asText(),
                        operation.path("action").asText()));
        Map<String, String> wanted = Topology.read(Topology.DEFAULT).topics().stream()
                .filter(topic -> topic.others() != null)
                .collect(Collectors.toMap(
                        topic -> PREFIX + topic.name(),
                        topic -> topic.others() == TopicSpec.Others.WRITE ? "receive" : "send"));

        assertThat(described).isEqualTo(wanted);
        assertThat(document.path("channels")).hasSameSizeAs(wanted.keySet());
    }

    @Test
    void aMessageIsWhatItsChannelIsNamedFor() {
        document.path("channels").forEach(channel -> {
            String topic = channel.path("address").asText().substring(PREFIX.length());
            assertThat(channel.path("messages")).as(topic).hasSize(1);
            JsonNode message = at(channel.path("messages").elements().next());

            assertThat(message.path("name").asText()).isEqualTo(topic);
            assertThat(message.at("/payload/$ref").asText()).isEqualTo("schemas/" + topic + ".json");
            assertThat(at(message.path("bindings")).at("/kafka/key/format").asText())
                    .isEqualTo("uuid");
            assertThat(EventSchemas.describe(topic)).isTrue();
        });
    }

    @Test
    void everyReferenceOfItLeadsSomewhere() {
        assertThat(document.findValues("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        target("", reference.asText()).isMissingNode())
                .as(reference.asText())
                .isFalse());
    }

    @Test
    void itsExamplesFitItsSchemas() {
        document.at("/components/messages").forEach(message -> {
            assertThat(message.path("examples")).isNotEmpty();
            message.path("examples").forEach(example -> {
                assertThat(EventSchemas.validate(
                                "classpath:asyncapi.json", resolved(message.path("headers")), example.path("headers")))
                        .isEmpty();
                assertThat(EventSchemas.validate(
                                "classpath:" + message.at("/payload/$ref").asText(), example.path("payload")))
                        .isEmpty();
            });
        });
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void aSchemaIsServedAsItIs(String name) throws IOException {
        Exchange exchange = show(name);

        assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/schema+json");
        assertThat(exchange.getMessage().getBody(AnswerBody.class).bytes())
                .isEqualTo(Files.readAllBytes(FOLDER.resolve(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "job.completed", "job.deleted.json", "../openapi.yaml", "JOB.JSON"})
    void whatIsNoSchemaIsNotThere(String name) {
        assertThatThrownBy(() -> show(name)).isInstanceOf(Problem.class).hasMessage("There is no such schema");
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void aSchemaIsOne(String name) {
        assertThat(schema(name).path("$schema").asText()).isEqualTo(DIALECT);
        assertThat(EventSchemas.validate(DIALECT, schema(name))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyReferenceOfASchemaLeadsSomewhere(String name) {
        assertThat(schema(name).findValues("$ref")).allSatisfy(reference -> assertThat(
                        target(name, reference.asText()).isMissingNode())
                .as(reference.asText())
                .isFalse());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void itsExamplesFit(String name) {
        List<String> places = new ArrayList<>();
        examples("", schema(name), places);

        assertThat(places).isNotEmpty().contains("");
        for (String place : places) {
            for (JsonNode example : schema(name).at(place).path("examples")) {
                assertThat(EventSchemas.validate(EventSchemas.FOLDER + name + "#" + place, example))
                        .as(place)
                        .isEmpty();
            }
        }
    }

    /** A reader of AsyncAPI's own schemas, which are a superset of draft 7, comes to the same: nothing is said in newer words. */
    @ParameterizedTest
    @MethodSource("schemas")
    void itSaysNothingThatAnOlderReaderWouldNotUnderstand(String name) {
        List<String> words = List.of(
                "unevaluatedProperties",
                "unevaluatedItems",
                "dependentRequired",
                "dependentSchemas",
                "prefixItems",
                "minContains",
                "maxContains",
                "$anchor",
                "$dynamicRef",
                "$id");

        assertThat(words)
                .allSatisfy(word ->
                        assertThat(schema(name).findValue(word)).as(word).isNull());
        assertThat(schema(name).findParents("$ref"))
                .allSatisfy(node -> assertThat(node).hasSize(1));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyMemberIsDescribed(String name) {
        JsonNode schema = schema(name);
        // A condition describes nothing.
        schema.findParents("if").forEach(node -> ((ObjectNode) node).remove("if"));

        schema.findValues("properties").stream()
                .flatMap(properties -> properties.properties().stream())
                .filter(member -> member.getValue().has("type"))
                .forEach(member -> assertThat(
                                member.getValue().path("description").asText())
                        .as(member.getKey())
                        .isNotEmpty());
    }

    private static void examples(String place, JsonNode schema, List<String> places) {
        if (schema.path("examples").isArray()) {
            places.add(place);
        }
        schema.properties().stream()
                .filter(member -> !List.of("examples", "const", "enum").contains(member.getKey()))
                .forEach(member -> examples(place + "/" + member.getKey(), member.getValue(), places));
    }

    /** The schema that stands there, with what it refers to within the document. */
    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.startsWith("#") ? document.at(reference.substring(1)) : schema;
    }

    /** What a reference of this document leads to, over others. */
    private JsonNode at(JsonNode reference) {
        return reference.has("$ref") ? at(target("", reference.path("$ref").asText())) : reference;
    }

    private JsonNode target(String from, String reference) {
        String file = reference.replaceFirst("#.*", "");
        String pointer = reference.substring(Math.min(reference.length(), file.length() + 1));
        JsonNode target = file.isEmpty()
                ? from.isEmpty() ? document : schema(from)
                : schema(Path.of(file).getFileName().toString());
        return target.at(pointer);
    }

    private static JsonNode schema(String name) {
        try {
            return JSON.readTree(FOLDER.resolve(name).toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Exchange show(String name) throws IOException {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        new ShowSpecifications(JSON).schema(name, exchange);
        return exchange;
    }

    private static JsonNode read(Consumer<Exchange> show) {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(camel);
            show.accept(exchange);
            return JSON.readTree(exchange.getMessage().getBody(AnswerBody.class).bytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
