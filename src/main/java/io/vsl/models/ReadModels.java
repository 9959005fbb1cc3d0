package io.vsl.models;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Compilation;
import io.vsl.job.MediaType;
import io.vsl.job.ProviderNames;
import io.vsl.models.InvalidModels.Fault;
import io.vsl.platform.json.Faults;
import io.vsl.platform.json.JsonFields;
import io.vsl.platform.json.ReadJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Reads a models.json from its outside in, collecting every fault. Used once. */
final class ReadModels {

    private static final Pattern MODEL_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    // Decimals as they stand: a price isn't binary floating point, and 1.0 doesn't become 1E+0.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final String source;
    private final ProviderNames providers;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Model> models = new ArrayList<>();
    private final Map<String, MediaType> mediaTypes = new HashMap<>();

    ReadModels(String source, ProviderNames providers) {
        this.source = source;
        this.providers = providers;
    }

    List<Model> read(String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            findDuplicates(json);
            readAll(root);
        } catch (JsonProcessingException e) {
            faults.add(fault("", "", reason(e)));
        } catch (NumberFormatException e) {
            faults.add(fault("", "", "isn't JSON: a number has an exponent that no number has"));
        } catch (IOException e) {
            throw new IllegalStateException("a string can always be read", e);
        }
        if (!faults.isEmpty()) {
            throw new InvalidModels(faults);
        }
        return models;
    }

    /** The parser's own words, where they name none of its classes. */
    private static String reason(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException || e instanceof JsonMappingException) {
            return ReadJson.reason(e);
        }
        return "isn't JSON: %s (line %d, column %d)"
                .formatted(
                        e instanceof JsonEOFException ? "it ends too early" : e.getOriginalMessage(),
                        e.getLocation().getLineNr(),
                        e.getLocation().getColumnNr());
    }

    private void readAll(JsonNode root) {
        if (!(root instanceof ObjectNode byMediaType) || byMediaType.isEmpty()) {
            faults.add(fault("", "", "must be an object {mediaType: {modelId: {…}}} with at least one model"));
            return;
        }
        byMediaType.properties().forEach(entry -> {
            Optional<MediaType> mediaType = Arrays.stream(MediaType.values())
                    .filter(type -> type.value().equals(entry.getKey()))
                    .findFirst();
            if (mediaType.isEmpty()) {
                faults.add(fault("", entry.getKey(), "isn't a media type: must be one of image, video, audio"));
            } else if (entry.getValue() instanceof ObjectNode byId) {
                byId.properties().forEach(model -> readOne(mediaType.get(), model.getKey(), model.getValue()));
            } else {
                faults.add(fault("", entry.getKey(), "must be an object {modelId: {…}}"));
            }
        });
        if (models.isEmpty() && faults.isEmpty()) {
            faults.add(fault("", "", "must have at least one model"));
        }
    }

    private void readOne(MediaType mediaType, String modelId, JsonNode value) {
        String name = mediaType.value() + "/" + modelId;
        if (!MODEL_ID.matcher(modelId).matches()) {
            faults.add(
                    fault(name, "", "has an id that must be 1 to 100 letters, digits, dots, hyphens or underscores"));
        }
        if (modelId.equals(Compilation.MODEL_ID)) {
            faults.add(fault(name, "", "has an id that is no model's: it stands for videos that are joined"));
        }
        MediaType other = mediaTypes.putIfAbsent(modelId, mediaType);
        if (other != null && other != mediaType) {
            faults.add(fault(name, "", "has an id that %s has a model of too".formatted(other.value())));
        }
        if (value instanceof ObjectNode object) {
            Faults ofModel = new Faults();
            new ReadModel(new JsonFields(object, ofModel), providers)
                    .read(mediaType, modelId)
                    .ifPresent(models::add);
            ofModel.all().forEach(found -> faults.add(fault(name, found.field(), found.message())));
        } else {
            faults.add(fault(name, "", "must be an object"));
        }
    }

    /** Jackson keeps the last of two and says nothing, or stops at the first: here every one is a fault. */
    private void findDuplicates(String json) throws IOException {
        Deque<Set<String>> seen = new ArrayDeque<>();
        try (JsonParser parser = MAPPER.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> seen.push(new HashSet<>());
                    case END_OBJECT -> seen.pop();
                    case FIELD_NAME -> {
                        if (!seen.element().add(parser.currentName())) {
                            faults.add(duplicate(parser.getParsingContext().pathAsPointer()));
                        }
                    }
                    default -> {}
                }
            }
        }
    }

    private Fault duplicate(JsonPointer pointer) {
        List<String> path = new ArrayList<>();
        for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
            path.add(rest.getMatchingProperty());
        }
        boolean inModel = path.size() > 1;
        StringJoiner field = new StringJoiner(".");
        path.subList(inModel ? 2 : 0, path.size()).forEach(field::add);
        return fault(inModel ? path.get(0) + "/" + path.get(1) : "", field.toString(), "stands here more than once");
    }

    private Fault fault(String model, String field, String message) {
        return new Fault(source, model, field, message);
    }
}
