package io.vsl.endpoints;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.delivery.DeliveryLog;
import io.vsl.delivery.DeliveryLog.Filter;
import io.vsl.delivery.Endpoint;
import io.vsl.delivery.Endpoints;
import io.vsl.delivery.SigningSecrets;
import io.vsl.delivery.WebhookEvent;
import io.vsl.job.JobIds;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.fence.UrlToCall;
import io.vsl.platform.http.BodyFields;
import io.vsl.platform.http.Problem;
import io.vsl.platform.http.Reply;
import io.vsl.platform.postgres.Position;
import io.vsl.platform.security.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** A user's endpoints: where they want to be told of all their jobs. */
@Component("manageEndpoints")
class ManageEndpoints {

    private static final int MAX_DESCRIPTION = 256;

    /** A test is asked for, not subscribed to. */
    private static final List<WebhookEvent> EVENTS = List.of(
            WebhookEvent.JOB_COMPLETED,
            WebhookEvent.JOB_FAILED,
            WebhookEvent.JOB_CANCELLED,
            WebhookEvent.BATCH_COMPLETED,
            WebhookEvent.ENDPOINT_DISABLED);

    private static final String EVENT_NAMES =
            EVENTS.stream().map(WebhookEvent::value).collect(Collectors.joining(", "));

    private final Endpoints endpoints;
    private final SigningSecrets secrets;
    private final DeliveryLog log;
    private final Fence fence;
    private final ObjectMapper json;

    ManageEndpoints(Endpoints endpoints, SigningSecrets secrets, DeliveryLog log, Fence fence, ObjectMapper json) {
        this.endpoints = endpoints;
        this.secrets = secrets;
        this.log = log;
        this.fence = fence;
        this.json = json;
    }

    /** All of a user. */
    record All(List<Endpoint> endpoints) {}

    /** With what signs its webhooks, which is shown when it is made and when it is rotated. */
    record WithSecret(@JsonUnwrapped Endpoint endpoint, String secret) {}

    public Reply list(Message message, @ExchangeProperty("caller") Caller caller) {
        return Reply.ok(new All(endpoints.list(WhoseWebhooks.of(message, caller))));
    }

    public Reply create(Message message, @Body byte[] body, @ExchangeProperty("caller") Caller caller) {
        String userId = WhoseWebhooks.of(message, caller);
        BodyFields fields = BodyFields.of(body, json);
        fields.require("url");
        String url = UrlToCall.read(fields, "url", fence);
        List<WebhookEvent> events = events(fields);
        String description = fields.storableText("description", MAX_DESCRIPTION);
        fields.check();
        Endpoint made = endpoints
                .create(userId, String.valueOf(url), events.isEmpty() ? EVENTS : events, description)
                .orElseThrow(() -> Problem.of(
                        409,
                        "TOO_MANY_ENDPOINTS",
                        "You have %d endpoints, which is as many as one may have".formatted(Endpoints.MOST)));
        String secret = secrets.current(userId, made.id()).key();
        return Reply.created(new WithSecret(made, secret), "/webhook-endpoints/" + made.id())
                .withSecret();
    }

    public Reply show(
            Message message, @Header("endpointId") String endpointId, @ExchangeProperty("caller") Caller caller) {
        return Reply.ok(found(endpoints.find(WhoseWebhooks.of(message, caller), id(endpointId))));
    }

    public Reply change(
            Message message,
            @Body byte[] body,
            @Header("endpointId") String endpointId,
            @ExchangeProperty("caller") Caller caller) {
        String userId = WhoseWebhooks.of(message, caller);
        UUID id = id(endpointId);
        BodyFields fields = BodyFields.of(body, json);
        String url = UrlToCall.read(fields, "url", fence);
        List<WebhookEvent> events = events(fields);
        String description = fields.storableText("description", MAX_DESCRIPTION);
        boolean setsEnabled = fields.has("enabled");
        boolean enabled = fields.flag("enabled");
        fields.check();
        Endpoint changed = found(endpoints.change(
                userId,
                id,
                url,
                events.isEmpty() ? null : events,
                fields.object().has("description"),
                description));
        if (setsEnabled && enabled != changed.enabled()) {
            changed = found(enabled ? endpoints.enable(userId, id) : endpoints.disable(userId, id));
        }
        return Reply.ok(changed);
    }

    public Reply delete(
            Message message, @Header("endpointId") String endpointId, @ExchangeProperty("caller") Caller caller) {
        if (!endpoints.delete(WhoseWebhooks.of(message, caller), id(endpointId))) {
            throw unknown();
        }
        return Reply.empty();
    }

    public Reply enable(
            Message message, @Header("endpointId") String endpointId, @ExchangeProperty("caller") Caller caller) {
        return Reply.ok(found(endpoints.enable(WhoseWebhooks.of(message, caller), id(endpointId))));
    }

    /** Answers with the delivery, which says how it went a moment later. */
    public Reply test(
            Message message, @Header("endpointId") String endpointId, @ExchangeProperty("caller") Caller caller) {
        String userId = WhoseWebhooks.of(message, caller);
        UUID deliveryId = endpoints.test(found(endpoints.find(userId, id(endpointId))));
        return Reply.accepted(log.read(Filter.of(userId).withDelivery(deliveryId), Position.FIRST, 1)
                .getFirst());
    }

    public Reply rotateSecret(
            Message message, @Header("endpointId") String endpointId, @ExchangeProperty("caller") Caller caller) {
        String userId = WhoseWebhooks.of(message, caller);
        Endpoint endpoint = found(endpoints.find(userId, id(endpointId)));
        return Reply.ok(secrets.rotate(userId, endpoint.id())).withSecret();
    }

    private static UUID id(String text) {
        return JobIds.parse(text).orElseThrow(ManageEndpoints::unknown);
    }

    private static Endpoint found(Optional<Endpoint> endpoint) {
        return endpoint.orElseThrow(ManageEndpoints::unknown);
    }

    private static Problem unknown() {
        return Problem.of(404, "ENDPOINT_NOT_FOUND", "There is no such webhook endpoint of yours");
    }

    /** Empty when they are absent or wrong. */
    private static List<WebhookEvent> events(BodyFields fields) {
        return fields
                .texts(
                        "events",
                        EVENTS.size(),
                        name -> WebhookEvent.find(name).filter(EVENTS::contains).orElse(null),
                        "NOT_ALLOWED",
                        "must be one of " + EVENT_NAMES)
                .stream()
                .distinct()
                .toList();
    }
}
