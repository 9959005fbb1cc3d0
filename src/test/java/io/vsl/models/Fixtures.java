package io.vsl.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.MediaType;
import java.nio.file.Path;

/** The models that ship, and JSON as one writes it in a test: with single quotes. */
final class Fixtures {

    static final Path SHIPPED = Path.of("config", "models.json");
    static final Models MODELS = new ModelRegistry(null, SHIPPED).current();
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Fixtures() {}

    static Model flux() {
        return MODELS.find(MediaType.IMAGE, "flux-schnell").orElseThrow();
    }

    static Model sdxl() {
        return MODELS.find(MediaType.IMAGE, "sdxl").orElseThrow();
    }

    static Model stabilityVideo() {
        return MODELS.find(MediaType.VIDEO, "stability-video").orElseThrow();
    }

    static Model musicgen() {
        return MODELS.find(MediaType.AUDIO, "musicgen").orElseThrow();
    }

    /** One model of the given fields, the rest of them as they must be. */
    static String image(String fields) {
        return quoted("{'image':{'painter':{%s}}}").formatted(quoted(fields));
    }

    static Model painter(String fields) {
        return Models.parse(image(fields), "test").all().get(0);
    }

    static String quoted(String json) {
        return json.replace('\'', '"');
    }

    static ObjectNode json(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(quoted(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Prepared.Accepted accepted(Model model, String parameters) {
        return (Prepared.Accepted) model.prepare(json(parameters));
    }

    static Prepared.Refused refused(Model model, String parameters) {
        return (Prepared.Refused) model.prepare(json(parameters));
    }
}
