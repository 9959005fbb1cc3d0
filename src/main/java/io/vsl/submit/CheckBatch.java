package io.vsl.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.FieldError;
import io.vsl.models.CheckRequest;
import io.vsl.models.CheckedRequest;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.http.Problem;
import io.vsl.platform.security.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks the requests of a batch, each for itself. It may wait. */
@Component
class CheckBatch {

    private static final int MAX_REFERENCE = 128;

    /** Of a batch in which none is good. */
    private static final int MOST_DETAILS = 100;

    private final CheckRequest checkRequest;
    private final Fence fence;
    private final ObjectMapper json;

    CheckBatch(CheckRequest checkRequest, Fence fence, ObjectMapper json) {
        this.checkRequest = checkRequest;
        this.fence = fence;
        this.json = json;
    }

    /**
     * One request.
     *
     * @param reference the caller's own name for it
     */
    record Request(int index, @Nullable String reference, CheckedRequest checked) {

        Optional<CheckedRequest.Valid> valid() {
            return checked instanceof CheckedRequest.Valid valid ? Optional.of(valid) : Optional.empty();
        }

        List<FieldError> errors() {
            return checked instanceof CheckedRequest.Invalid invalid ? invalid.errors() : List.of();
        }
    }

    /** All of a user, in the order given, of which at least one is good. */
    record Checked(String userId, List<Request> requests) {}

    /** @throws Problem 400 when none is good */
    Checked check(List<JsonNode> requests, Caller caller) {
        List<Request> read = read(requests, caller);
        String userId = userId(read, caller);
        List<Request> checked = withinUser(refusedByFence(read), userId);
        requireOneGood(checked);
        return new Checked(userId, checked);
    }

    private List<Request> read(List<JsonNode> requests, Caller caller) {
        String defaultUserId = caller.operator() ? null : caller.userId();
        List<Request> read = new ArrayList<>();
        for (JsonNode request : requests) {
            read.add(read(read.size(), request, defaultUserId));
        }
        return read;
    }

    private Request read(int index, JsonNode request, @Nullable String defaultUserId) {
        if (!(request instanceof ObjectNode object)) {
            return new Request(index, null, invalid("request", "WRONG_TYPE", "must be an object"));
        }
        JsonNode reference = object.get("reference");
        ObjectNode bare = json.createObjectNode();
        bare.setAll(object);
        bare.remove("reference");
        if (reference == null || reference.isNull()) {
            return new Request(index, null, checkRequest.check(bare, defaultUserId));
        }
        if (!reference.isTextual() || reference.textValue().length() > MAX_REFERENCE) {
            return new Request(
                    index,
                    null,
                    invalid(
                            "reference",
                            reference.isTextual() ? "TOO_LONG" : "WRONG_TYPE",
                            "must be a string of at most %d characters".formatted(MAX_REFERENCE)));
        }
        return new Request(index, reference.textValue(), checkRequest.check(bare, defaultUserId));
    }

    private static CheckedRequest.Invalid invalid(String field, String code, String message) {
        return new CheckedRequest.Invalid(null, null, null, List.of(new FieldError(field, code, message)));
    }

    /** Of an operator's batch, of the first request that names one: all others must be of the same. */
    private static String userId(List<Request> read, Caller caller) {
        return caller.operator()
                ? read.stream()
                        .flatMap(each -> each.valid().stream())
                        .map(valid -> valid.request().userId())
                        .findFirst()
                        .orElse(caller.userId())
                : caller.userId();
    }

    private static List<Request> withinUser(List<Request> read, String userId) {
        return read.stream()
                .map(each -> each.valid()
                                .filter(valid -> !valid.request().userId().equals(userId))
                                .isPresent()
                        ? new Request(
                                each.index(),
                                each.reference(),
                                invalid("userId", "NOT_ALLOWED", "must be the user of the batch, " + userId))
                        : each)
                .toList();
    }

    /** Each URL is looked up once. */
    private List<Request> refusedByFence(List<Request> read) {
        Map<String, CompletableFuture<Optional<String>>> refusals = new HashMap<>();
        read.stream()
                .flatMap(each -> each.valid().stream())
                .flatMap(valid -> Stream.ofNullable(valid.request().webhookUrl()))
                .forEach(url -> refusals.computeIfAbsent(url, fence::refusalNow));
        return read.stream().map(each -> refusedByFence(each, refusals)).toList();
    }

    private static Request refusedByFence(Request read, Map<String, CompletableFuture<Optional<String>>> refusals) {
        Optional<CheckedRequest.Valid> valid = read.valid();
        return valid.flatMap(it -> Optional.ofNullable(refusals.get(it.request().webhookUrl())))
                .flatMap(CompletableFuture::join)
                .map(why -> new Request(
                        read.index(), read.reference(), valid.orElseThrow().withRefusedWebhook(why)))
                .orElse(read);
    }

    private static void requireOneGood(List<Request> read) {
        if (read.stream().anyMatch(each -> each.valid().isPresent())) {
            return;
        }
        throw Problem.invalid(read.stream()
                .flatMap(each -> each.errors().stream()
                        .map(error -> new FieldError(
                                "requests[%d].%s".formatted(each.index(), error.field()),
                                error.code(),
                                error.message())))
                .limit(MOST_DETAILS)
                .toList());
    }
}
