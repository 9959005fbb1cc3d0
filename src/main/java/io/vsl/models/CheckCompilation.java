package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Compilation;
import io.vsl.job.FieldError;
import io.vsl.job.MediaType;
import io.vsl.platform.json.Faults;
import io.vsl.platform.json.JsonFields;
import io.vsl.platform.json.NotJson;
import io.vsl.platform.json.ReadJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of {@code POST /compilations}, which has its parameters beside the rest, and makes the request of it that
 * anybody may send as any other.
 */
public final class CheckCompilation {

    private static final Set<String> PARAMETERS = Set.of("jobIds", "audioJobId", "transition");

    private static final Set<String> FIELDS =
            new TreeSet<>(Set.of("userId", "jobIds", "audioJobId", "transition", "webhookUrl", "metadata"));

    private static final String PREFIX = "parameters.";

    private final ObjectMapper json;
    private final CheckRequest checkRequest;

    CheckCompilation(ObjectMapper json, CheckRequest checkRequest) {
        this.json = json;
        this.checkRequest = checkRequest;
    }

    /** As {@link CheckRequest#check(byte[], String)}; faults have the names of this body. */
    public CheckedRequest check(byte[] bytes, @Nullable String defaultUserId) {
        try {
            ObjectNode body = ReadJson.object(bytes, "The request", json);
            Faults faults = new Faults();
            new JsonFields(body, faults)
                    .refuseOthers(FIELDS, "is not a field of a compilation; the fields are ", "request");
            CheckedRequest checked = checkRequest.check(request(body), defaultUserId);
            return switch (checked) {
                case CheckedRequest.Invalid invalid -> invalid(faults.all(), invalid.userId(), invalid.errors());
                case CheckedRequest.Valid valid
                when !faults.isEmpty() -> invalid(faults.all(), valid.request().userId(), List.of());
                default -> checked;
            };
        } catch (NotJson e) {
            return new CheckedRequest.Malformed(e.reason());
        }
    }

    private ObjectNode request(ObjectNode body) {
        ObjectNode request = json.createObjectNode();
        request.put("mediaType", MediaType.VIDEO.value());
        request.put("modelId", Compilation.MODEL_ID);
        ObjectNode parameters = request.putObject("parameters");
        for (String name : FIELDS) {
            JsonNode value = body.get(name);
            if (value != null) {
                (PARAMETERS.contains(name) ? parameters : request).set(name, value);
            }
        }
        return request;
    }

    private static CheckedRequest.Invalid invalid(
            List<FieldError> first, @Nullable String userId, List<FieldError> others) {
        List<FieldError> all = new ArrayList<>(first);
        others.forEach(error -> all.add(new FieldError(
                error.field().startsWith(PREFIX) ? error.field().substring(PREFIX.length()) : error.field(),
                error.code(),
                error.message())));
        return new CheckedRequest.Invalid(MediaType.VIDEO, Compilation.MODEL_ID, userId, all);
    }
}
