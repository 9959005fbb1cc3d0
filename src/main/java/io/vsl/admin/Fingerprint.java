package io.vsl.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Sixteen bytes that two jobs share only if they say the same, however their JSON is written. */
@Component
class Fingerprint {

    private final ObjectMapper json;

    Fingerprint(ObjectMapper json) {
        this.json = json;
    }

    UUID of(Job job) {
        StringBuilder text = new StringBuilder();
        canonical(json.valueToTree(job), text);
        return of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The snapshot in a store's document; empty when it isn't one. */
    Optional<JobSnapshot> read(String document) {
        try {
            return Optional.ofNullable(json.readValue(document, JobSnapshot.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    UUID of(byte[] bytes) {
        return UUID.nameUUIDFromBytes(bytes);
    }

    /** Names in order and numbers in one form: jsonb keeps neither as they were. */
    private static void canonical(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            text.append('{');
            members.forEach((name, value) -> {
                text.append(name.length()).append(':').append(name).append('=');
                canonical(value, text);
            });
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            node.forEach(element -> canonical(element, text));
            text.append(']');
        } else if (node.isNumber()) {
            text.append('#').append(node.decimalValue().stripTrailingZeros()).append(';');
        } else {
            String value = node.toString();
            text.append(value.length()).append(':').append(value);
        }
    }
}
