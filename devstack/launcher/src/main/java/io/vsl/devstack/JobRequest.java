package io.vsl.devstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /generate-media} from what a person types. */
final class JobRequest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JobRequest() {}

    /** @param parameters values are JSON where they parse as such, otherwise text */
    static JsonNode of(
            String userId, String mediaType, String modelId, @Nullable String prompt, Map<String, String> parameters) {
        ObjectNode request = JSON.createObjectNode()
                .put("userId", userId)
                .put("mediaType", mediaType)
                .put("modelId", modelId);
        if (prompt != null) {
            request.put("prompt", prompt);
        }
        ObjectNode object = request.putObject("parameters");
        parameters.forEach((name, value) -> object.set(name, parse(value)));
        return request;
    }

    /**
     * The media type under which the registry has a model.
     *
     * @throws UserError when it has no such model
     */
    static String mediaType(Path registry, String modelId) throws IOException {
        JsonNode models = JSON.readTree(Files.readAllBytes(registry));
        for (Map.Entry<String, JsonNode> mediaType : models.properties()) {
            if (mediaType.getValue().has(modelId)) {
                return mediaType.getKey();
            }
        }
        throw new UserError(registry + " has no model " + modelId + "; if VSL has it, say its --type");
    }

    private static JsonNode parse(String value) {
        try {
            JsonNode json = JSON.readTree(value);
            return json.isMissingNode() ? JSON.getNodeFactory().textNode(value) : json;
        } catch (JsonProcessingException text) {
            return JSON.getNodeFactory().textNode(value);
        }
    }
}
