package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.MediaType;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.url.WebUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One model as models.json describes it. Immutable. */
public final class Model {

    private final MediaType mediaType;
    private final String modelId;
    private final @Nullable String description;
    private final String provider;
    private final Target target;
    private final Prices prices;
    private final Duration estimatedTime;
    private final @Nullable Duration deadline;
    private final Map<String, Parameter> parameters;
    private final Map<String, JsonNode> defaults;
    private final @Nullable String outputs;
    private final @Nullable SizeMapping size;

    /**
     * Of parts that fit together: {@code defaults}, {@code outputs}, {@code size} and the price name parameters that
     * exist and suit them.
     */
    Model(
            MediaType mediaType,
            String modelId,
            @Nullable String description,
            String provider,
            Target target,
            Prices prices,
            Duration estimatedTime,
            @Nullable Duration deadline,
            Map<String, Parameter> parameters,
            Map<String, JsonNode> defaults,
            @Nullable String outputs,
            @Nullable SizeMapping size) {
        this.mediaType = mediaType;
        this.modelId = modelId;
        this.description = description;
        this.provider = provider;
        this.target = target;
        this.prices = prices;
        this.estimatedTime = estimatedTime;
        this.deadline = deadline;
        this.parameters = parameters;
        this.defaults = defaults;
        this.outputs = outputs;
        this.size = size;
    }

    public MediaType mediaType() {
        return mediaType;
    }

    /** Our name for it, e.g. {@code flux-schnell}. */
    public String modelId() {
        return modelId;
    }

    /** The name of who runs it. */
    public String provider() {
        return provider;
    }

    /** What is run there. */
    public Target target() {
        return target;
    }

    /** What a run costs at that time. */
    public Pricing pricing(Instant at) {
        return prices.at(at);
    }

    Prices prices() {
        return prices;
    }

    /** How long a run usually takes. */
    public Duration estimatedTime() {
        return estimatedTime;
    }

    /** When a run is to be given up, counted from its creation; Replicate's own limit holds when empty. */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** Checks a caller's parameters, fills in the defaults and translates. Never throws; changes nothing. */
    public Prepared prepare(ObjectNode given) {
        return prepare(given, url -> Optional.empty());
    }

    /** @param refusal why no file is to be fetched there, going on from the URL, as far as the URL itself tells */
    Prepared prepare(ObjectNode given, Function<WebUrl, Optional<String>> refusal) {
        return new Preparation(this, given, refusal).prepare();
    }

    /** What is to be run of it. */
    PredictionRequest request(Prepared.Accepted prepared) {
        return new PredictionRequest(
                target.path(),
                target.version().orElse(null),
                prepared.input(),
                prepared.outputs(),
                deadline,
                provider,
                prepared.files());
    }

    /** What {@code GET /models} shows of it at that time. */
    public ModelView view(Instant at) {
        return ModelView.of(this, at);
    }

    @Nullable
    String description() {
        return description;
    }

    /** By our names, in the file's order. */
    Map<String, Parameter> parameters() {
        return parameters;
    }

    /** By our names, in the file's order. */
    Map<String, JsonNode> defaults() {
        return defaults;
    }

    /** The parameter that says how many outputs are wanted; null when there is always one. */
    @Nullable
    String outputs() {
        return outputs;
    }

    @Nullable
    SizeMapping size() {
        return size;
    }
}
