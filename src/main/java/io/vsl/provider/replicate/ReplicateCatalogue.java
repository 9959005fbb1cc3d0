package io.vsl.provider.replicate;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.json.NotJson;
import io.vsl.platform.json.ReadJson;
import io.vsl.provider.Catalogue;
import io.vsl.provider.ModelCard;
import io.vsl.provider.ModelInputs;
import io.vsl.provider.Reply;
import io.vsl.provider.Request;
import io.vsl.provider.Told;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Replicate's models, by its HTTP API. Source: {@code models.get} and {@code models.versions.get} of Replicate's OpenAPI
 * description, where both schemas are {@code object}; what is in them is cog's: see {@link ReadSchema}.
 */
@Component
final class ReplicateCatalogue implements Catalogue {

    private final ReplicateProperties properties;
    private final ReadModelCard cards = new ReadModelCard();

    // Bounds as they stand: 0.1 isn't binary floating point here.
    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    ReplicateCatalogue(ReplicateProperties properties) {
        this.properties = properties;
    }

    @Override
    public String name() {
        return PredictionRequest.DEFAULT_PROVIDER;
    }

    @Override
    public String title() {
        return "Replicate";
    }

    @Override
    public String page(String model) {
        return "https://replicate.com/" + model;
    }

    @Override
    public URI apiUrl() {
        return properties.apiUrl();
    }

    @Override
    public Request model(String model) {
        return get("/models/" + model);
    }

    @Override
    public Told<ModelCard> readModel(String model, Reply reply) {
        return read("model " + model, reply, cards::card);
    }

    @Override
    public Request version(String model, String id) {
        return get("/models/" + model + "/versions/" + id);
    }

    @Override
    public Told<ModelInputs> readVersion(String model, String id, Reply reply) {
        return read("version %s of %s".formatted(id, model), reply, cards::inputs);
    }

    private Request get(String path) {
        return new Request("GET", path, null, Map.of("Authorization", "Bearer " + properties.apiToken()), null, null);
    }

    private <T> Told<T> read(String what, Reply reply, Function<JsonNode, @Nullable T> read) {
        if (!(reply instanceof Reply.Answer answer)) {
            return new Told.Unclear<>("Replicate can't be reached at %s".formatted(properties.apiUrl()));
        }
        return switch (answer.status()) {
            case 200 -> understood(what, answer.body(), read);
            case 401 -> new Told.Unclear<>(refusedToken());
            case 404 -> new Told.Gone<>("Replicate has no %s, or doesn't show it to this token".formatted(what));
            default -> new Told.Unclear<>("Replicate answers %d for %s".formatted(answer.status(), what));
        };
    }

    private String refusedToken() {
        return properties.apiToken().isEmpty()
                ? "REPLICATE_API_TOKEN isn't set, and Replicate tells nothing without one"
                : "Replicate refuses the token of REPLICATE_API_TOKEN (401)";
    }

    private <T> Told<T> understood(String what, byte[] body, Function<JsonNode, @Nullable T> read) {
        try {
            T value = read.apply(ReadJson.object(body, "The answer", json));
            return value == null
                    ? new Told.Unclear<>("Replicate states no schema of the inputs of " + what)
                    : new Told.There<>(value);
        } catch (NotJson e) {
            return new Told.Unclear<>("Replicate's answer for %s can't be read: %s".formatted(what, e.reason()));
        }
    }
}
