package io.vsl.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schemas describe every member that the records are written with, under its type. They may have more: what is to come,
 * and what is left out of what we write.
 */
class SchemasOfRecordsTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    private static final Path FOLDER = Path.of("src/main/resources/schemas");

    /** A schema and the file that it stands in. */
    private record Located(String file, JsonNode schema) {}

    static Map<String, Class<?>> kinds() {
        Map<String, Class<?>> kinds = new LinkedHashMap<>();
        kinds.put("job.requested", JobRequest.class);
        kinds.put("job.cancel-requested", CancelRequested.class);
        Stream.of(JobEventType.values()).forEach(type -> kinds.put(type.value(), type.eventClass()));
        return kinds;
    }

    static List<String> topics() {
        return List.copyOf(kinds().keySet());
    }

    @Test
    void thereIsAKindForEachTopicForOthers() {
        assertThat(topics())
                .containsExactlyInAnyOrderElementsOf(
                        Topology.read(Topology.DEFAULT).publicTopics());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyMemberIsDescribed(String topic) {
        describe(topic, JSON.constructType(kinds().get(topic)), List.of(file(topic + ".json")));
    }

    @Test
    void theFormOfAUserIdIsThatOfTheDomain() {
        assertThat(file("job.json").schema().at("/$defs/userId/pattern").asText())
                .isEqualTo("^" + UserIds.FORM + "$");
    }

    private static void describe(String place, JavaType type, List<Located> schemas) {
        Map<String, List<Located>> members = new LinkedHashMap<>();
        schemas.forEach(schema -> collect(schema, members));
        BeanDescription written = JSON.getSerializationConfig().introspect(type);
        for (BeanPropertyDefinition member : written.findProperties()) {
            JavaType its = member.getPrimaryType();
            String where = place + " " + member.getName();
            if (JSON.getSerializationConfig()
                            .getAnnotationIntrospector()
                            .findUnwrappingNameTransformer(member.getAccessor())
                    != null) {
                describe(place, its, schemas);
                continue;
            }
            assertThat(members).as(place).containsKey(member.getName());
            List<Located> described = members.get(member.getName()).stream()
                    .flatMap(SchemasOfRecordsTest::all)
                    .toList();
            assertThat(described.stream()
                            .map(it -> it.schema().path("type").asText())
                            .filter(it -> !it.isEmpty()))
                    .as(where)
                    .isNotEmpty()
                    .containsOnly(jsonType(its));
            descend(where, its, described);
        }
    }

    private static void descend(String where, JavaType type, List<Located> schemas) {
        if (type.isCollectionLikeType()) {
            List<Located> items = schemas.stream()
                    .filter(it -> it.schema().has("items"))
                    .map(it -> new Located(it.file(), it.schema().path("items")))
                    .flatMap(SchemasOfRecordsTest::all)
                    .toList();
            assertThat(items).as(where).isNotEmpty();
            descend(where + "[]", type.getContentType(), items);
        } else if (type.isEnumType()) {
            assertThat(schemas.stream().flatMap(SchemasOfRecordsTest::words))
                    .as(where)
                    .containsAll(words(type));
        } else if (type.getRawClass().isRecord()) {
            describe(where, type, schemas);
        }
    }

    private static String jsonType(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (type.isCollectionLikeType()) {
            return "array";
        }
        if (type.isEnumType()
                || List.of(String.class, UUID.class, Instant.class, LocalDate.class, Duration.class)
                        .contains(raw)) {
            return "string";
        }
        if (raw == int.class || raw == Integer.class || raw == Long.class || raw == long.class) {
            return "integer";
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return "boolean";
        }
        if (raw == BigDecimal.class) {
            return "number";
        }
        if (type.isMapLikeType() || raw == ObjectNode.class || raw.isRecord()) {
            return "object";
        }
        throw new AssertionError("what is a " + type + " as JSON?");
    }

    /** What an enum is written as. */
    private static List<String> words(JavaType type) {
        return Stream.of(type.getRawClass().getEnumConstants())
                .map(word -> JSON.convertValue(word, String.class))
                .toList();
    }

    /** What a schema has as words, itself or as the first choice. */
    private static Stream<String> words(Located located) {
        JsonNode words = located.schema().has("enum")
                ? located.schema().path("enum")
                : located.schema().at("/anyOf/0/enum");
        return StreamSupport.stream(words.spliterator(), false).map(JsonNode::asText);
    }

    private static void collect(Located located, Map<String, List<Located>> members) {
        all(located)
                .forEach(it -> it.schema().path("properties").properties().forEach(member -> members.computeIfAbsent(
                                member.getKey(), name -> new ArrayList<>())
                        .add(new Located(it.file(), member.getValue()))));
    }

    /** The schema, those it refers to and those that hold as well. */
    private static Stream<Located> all(Located located) {
        JsonNode reference = located.schema().path("$ref");
        Stream<Located> referred =
                reference.isMissingNode() ? Stream.empty() : all(target(located.file(), reference.asText()));
        Stream<Located> also = StreamSupport.stream(
                        located.schema().path("allOf").spliterator(), false)
                .flatMap(schema -> all(new Located(located.file(), schema)));
        return Stream.of(Stream.of(located), referred, also).flatMap(it -> it);
    }

    private static Located target(String from, String reference) {
        int hash = reference.indexOf('#');
        String name = hash < 0 ? reference : reference.substring(0, hash);
        Located file = file(name.isEmpty() ? from : name);
        return new Located(file.file(), hash < 0 ? file.schema() : file.schema().at(reference.substring(hash + 1)));
    }

    private static Located file(String name) {
        try {
            return new Located(name, JSON.readTree(FOLDER.resolve(name).toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
