package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Compilation;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import io.vsl.job.ModelIds;
import io.vsl.job.UserIds;
import io.vsl.platform.json.Faults;
import io.vsl.platform.json.JsonFields;
import io.vsl.platform.json.NotJson;
import io.vsl.platform.json.ReadJson;
import io.vsl.platform.url.CallersUrl;
import io.vsl.platform.url.InvalidUrl;
import io.vsl.platform.url.WebUrl;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a request for media and finds every fault of it, in the same way for HTTP and for Kafka. */
public final class CheckRequest {

    private static final Set<String> FIELDS =
            new TreeSet<>(Set.of("userId", "mediaType", "modelId", "parameters", "prompt", "webhookUrl", "metadata"));

    private final ObjectMapper json;
    private final ModelRegistry registry;
    private final Function<WebUrl, Optional<String>> refusal;
    private final Function<WebUrl, Optional<String>> fileRefusal;

    /**
     * @param refusal     why nobody is to call that URL, going on from it, as far as the URL itself tells
     * @param fileRefusal the same of a file that is to be fetched there
     */
    public CheckRequest(
            ObjectMapper json,
            ModelRegistry registry,
            Function<WebUrl, Optional<String>> refusal,
            Function<WebUrl, Optional<String>> fileRefusal) {
        this.json = json;
        this.registry = registry;
        this.refusal = refusal;
        this.fileRefusal = fileRefusal;
    }

    /**
     * Checks the bytes of a request.
     *
     * @param defaultUserId whose job it is when the request doesn't say; null when it must say
     */
    public CheckedRequest check(byte[] bytes, @Nullable String defaultUserId) {
        try {
            ObjectNode object = ReadJson.object(bytes, "The request", json);
            return new Reading(object, defaultUserId).checked();
        } catch (NotJson e) {
            return new CheckedRequest.Malformed(e.reason());
        }
    }

    /** The same of a request that is an object already, as one of many. */
    public CheckedRequest check(ObjectNode request, @Nullable String defaultUserId) {
        return new Reading(request, defaultUserId).checked();
    }

    /** One request being read; faults are collected on the way. */
    private final class Reading {

        private final Faults faults = new Faults();
        private final JsonFields request;
        private final @Nullable String defaultUserId;

        Reading(ObjectNode request, @Nullable String defaultUserId) {
            this.request = new JsonFields(request, faults);
            this.defaultUserId = defaultUserId;
        }

        CheckedRequest checked() {
            request.refuseOthers(FIELDS, "is not a field of a request; the fields are ", "request");
            String userId = userId();
            MediaType mediaType = mediaType();
            String modelId = modelId();
            boolean isCompilation = mediaType == MediaType.VIDEO && Compilation.MODEL_ID.equals(modelId);
            Model model = mediaType == null || modelId == null || isCompilation ? null : model(mediaType, modelId);
            String webhookUrl = webhookUrl();
            ObjectNode metadata = Metadata.read(request);
            ObjectNode parameters = parameters();
            Prepared.Accepted prepared =
                    parameters == null ? null : isCompilation ? compilation(parameters) : prepared(model, parameters);
            if (faults.isEmpty()
                    && prepared != null
                    && userId != null
                    && mediaType != null
                    && modelId != null
                    && parameters != null) {
                JobRequest valid = new JobRequest(userId, mediaType, modelId, parameters, webhookUrl, metadata);
                return new CheckedRequest.Valid(
                        valid,
                        prepared,
                        model == null ? CompilationParameters.request(prepared) : model.request(prepared));
            }
            return new CheckedRequest.Invalid(mediaType, modelId, userId, faults.all());
        }

        private Prepared.@Nullable Accepted compilation(ObjectNode parameters) {
            return CompilationParameters.prepare(request.at("parameters", parameters));
        }

        private Prepared.@Nullable Accepted prepared(@Nullable Model model, ObjectNode parameters) {
            return switch (model == null ? null : model.prepare(parameters, fileRefusal)) {
                case Prepared.Accepted accepted -> accepted;
                case Prepared.Refused refused -> {
                    faults.addAll(refused.errors());
                    yield null;
                }
                case null -> null;
            };
        }

        private @Nullable String modelId() {
            String modelId = text("modelId", true);
            if (modelId != null && !ModelIds.isValid(modelId)) {
                request.wrong("modelId", "MALFORMED", "must be 1 to 128 printable ASCII characters without spaces");
                return null;
            }
            return modelId;
        }

        private @Nullable String userId() {
            String userId = text("userId", defaultUserId == null);
            if (userId == null) {
                return defaultUserId;
            }
            if (!UserIds.isValid(userId)) {
                request.wrong("userId", "MALFORMED", UserIds.ALLOWED);
                return null;
            }
            return userId;
        }

        private @Nullable MediaType mediaType() {
            String mediaType = text("mediaType", true);
            if (mediaType == null) {
                return null;
            }
            try {
                return MediaType.of(mediaType);
            } catch (IllegalArgumentException e) {
                request.wrong("mediaType", "NOT_ALLOWED", "must be one of image, video, audio");
                return null;
            }
        }

        private @Nullable Model model(MediaType mediaType, String modelId) {
            Models models = registry.current();
            Optional<Model> found = models.find(mediaType, modelId);
            if (found.isEmpty()) {
                List<String> known = models.all().stream()
                        .filter(model -> model.mediaType() == mediaType)
                        .map(Model::modelId)
                        .toList();
                request.wrong(
                        "modelId",
                        "NOT_ALLOWED",
                        "must be a model of %s: %s".formatted(mediaType.value(), String.join(", ", known)));
            }
            return found.orElse(null);
        }

        /** With the top-level prompt in its place. */
        private @Nullable ObjectNode parameters() {
            JsonFields given = request.fields("parameters");
            ObjectNode parameters = given == null ? null : given.object();
            if (parameters == null) {
                if (request.has("parameters")) {
                    return null;
                }
                parameters = json.createObjectNode();
            }
            JsonNode prompt = request.get("prompt");
            if (prompt != null && !parameters.hasNonNull("prompt")) {
                parameters = parameters.deepCopy().set("prompt", prompt);
            }
            return parameters;
        }

        private @Nullable String webhookUrl() {
            String url = text("webhookUrl", false);
            try {
                WebUrl read = url == null ? null : CallersUrl.read(url);
                Optional<String> refused = read == null ? Optional.empty() : refusal.apply(read);
                refused.ifPresent(why -> faults.addAll(List.of(CheckedRequest.Valid.webhookRefused(why))));
                return read == null || refused.isPresent() ? null : read.toString();
            } catch (InvalidUrl e) {
                request.wrong("webhookUrl", "MALFORMED", CallersUrl.FORM + e.getMessage());
                return null;
            }
        }

        private @Nullable String text(String field, boolean required) {
            if (required) {
                request.require(field);
            }
            return request.filledText(field);
        }
    }
}
