package io.vsl.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.vsl.platform.topology.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas of what stands on the topics for others: what of a record does not fit its own. */
public final class EventSchemas {

    /** Where they are. */
    public static final String FOLDER = "classpath:schemas/";

    private static final String URN = "urn:vsl:schema:";

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Boolean> DESCRIBED = new ConcurrentHashMap<>();

    private EventSchemas() {}

    /** Reads all of them, which takes a moment, before anybody is in a hurry. */
    static void load() {
        Topology.read(Topology.DEFAULT)
                .publicTopics()
                .forEach(topic -> faults(topic, "", "{}".getBytes(UTF_8), Map.of()));
    }

    /** Whether records of that topic, named without its prefix, have a schema. */
    public static boolean describe(String topic) {
        return DESCRIBED.computeIfAbsent(
                topic, name -> EventSchemas.class.getResource("/schemas/" + name + ".json") != null);
    }

    /** What is wrong with a record that VSL wrote there, one sentence each; empty when nothing is. */
    public static List<String> faults(String topic, String key, byte[] value, Map<String, String> headers) {
        List<String> faults = new ArrayList<>(faults(topic, value));
        faults.addAll(sentences("headers", validate(FOLDER + "headers.json", JSON.valueToTree(headers))));
        Map.of("ce_type", "vsl." + topic, "ce_dataschema", URN + topic, "ce_subject", key)
                .forEach((name, expected) -> {
                    if (!expected.equals(headers.get(name))) {
                        faults.add("headers: %s is %s, not %s".formatted(name, headers.get(name), expected));
                    }
                });
        return faults;
    }

    /** What is wrong with a value alone. */
    public static List<String> faults(String topic, byte[] value) {
        try {
            return sentences("value", validate(FOLDER + topic + ".json", JSON.readTree(value)));
        } catch (JacksonException e) {
            return List.of("value: it is no JSON");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What is wrong with some JSON.
     *
     * @param location of the schema, with a JSON pointer after # where it is a part of a file
     */
    public static List<Error> validate(String location, JsonNode instance) {
        return REGISTRY.getSchema(SchemaLocation.of(location)).validate(instance);
    }

    /** The same by a schema that stands in another file of the resources; its references are relative to that. */
    public static List<Error> validate(String location, JsonNode schema, JsonNode instance) {
        return REGISTRY.getSchema(SchemaLocation.of(location), schema).validate(instance);
    }

    private static List<String> sentences(String of, List<Error> errors) {
        return errors.stream().map(error -> of + ": " + error).toList();
    }
}
