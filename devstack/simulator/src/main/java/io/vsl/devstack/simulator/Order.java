package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vsl.devstack.simulator.Problem.InvalidField;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to create a prediction that has been found good.
 *
 * @param model      what is to run
 * @param deployment {@code owner/name} when it was asked of a deployment
 * @param input      what the model knows of the input given
 * @param webhook    where to report
 * @param events     what to report
 */
record Order(
        Model model,
        @Nullable String deployment,
        JsonObject input,
        @Nullable String webhook,
        Set<WebhookEvent> events) {

    private static final Set<String> MEMBERS = Set.of("version", "input", "webhook", "webhook_events_filter", "stream");

    /** What Replicate reports when nothing is asked for: new outputs and the end. */
    private static final Set<WebhookEvent> USUAL = EnumSet.of(WebhookEvent.OUTPUT, WebhookEvent.COMPLETED);

    /**
     * Reads and validates a request's body.
     *
     * @throws Problem 422 with every fault of it
     */
    static Order read(Model model, @Nullable String deployment, JsonObject body) {
        List<InvalidField> faults = new ArrayList<>();
        for (String member : body.fieldNames()) {
            if (!MEMBERS.contains(member)) {
                faults.add(new InvalidField(
                        "additional_property_not_allowed",
                        "body",
                        "Additional property " + member + " is not allowed"));
            }
        }
        JsonObject input = body.getValue("input") instanceof JsonObject object ? object : new JsonObject();
        if (!(body.getValue("input") instanceof JsonObject)) {
            faults.add(new InvalidField("required", "body", "input is required"));
        } else {
            faults.addAll(model.input().faults(input));
        }
        String webhook = body.getValue("webhook") instanceof String text ? text : null;
        if (body.getValue("webhook") != null && !isHttp(webhook)) {
            faults.add(new InvalidField("format", "webhook", "Does not match format 'uri'"));
        }
        Set<WebhookEvent> events = events(body, faults);
        if (!faults.isEmpty()) {
            throw Problem.invalidInput(faults);
        }
        return new Order(model, deployment, model.input().known(input), webhook, events);
    }

    private static Set<WebhookEvent> events(JsonObject body, List<InvalidField> faults) {
        if (!(body.getValue("webhook_events_filter") instanceof JsonArray names) || names.isEmpty()) {
            return USUAL;
        }
        Set<WebhookEvent> events = EnumSet.noneOf(WebhookEvent.class);
        for (WebhookEvent event : WebhookEvent.values()) {
            if (names.contains(event.wire())) {
                events.add(event);
            }
        }
        if (events.size() < names.stream().distinct().count()) {
            faults.add(new InvalidField(
                    "enum",
                    "webhook_events_filter",
                    "Must be one of the following: \"start\", \"output\", \"logs\", \"completed\""));
        }
        return events;
    }

    /** Replicate wants https; plain http is let through here, since everything runs on one machine. */
    private static boolean isHttp(@Nullable String webhook) {
        try {
            return webhook != null
                    && webhook.matches("https?://.+")
                    && URI.create(webhook).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
