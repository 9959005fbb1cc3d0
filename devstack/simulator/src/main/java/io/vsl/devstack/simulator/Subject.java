package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a fault may strike. Every part may be unknown.
 *
 * @param model   {@code owner/name}
 * @param prompt  of the input
 * @param webhook the whole URL
 * @param id      of the prediction
 * @param event   of the webhook
 * @param file    the name of a file that is fetched
 */
record Subject(
        @Nullable String model,
        @Nullable String prompt,
        @Nullable String webhook,
        @Nullable String id,
        @Nullable String event,
        @Nullable String file) {

    static final Subject UNKNOWN = new Subject(null, null, null, null, null, null);

    private static final Set<String> PARTS = Set.of("model", "prompt", "webhook", "job", "id", "event", "file");

    /** Refuses a match of parts that there aren't. */
    static void check(JsonObject match) {
        if (!PARTS.containsAll(match.fieldNames())) {
            throw Problem.badRequest("match is of " + PARTS);
        }
    }

    static Subject of(Order order) {
        return new Subject(
                order.model().fullName(),
                order.input().getValue("prompt") instanceof String prompt ? prompt : null,
                order.webhook(),
                null,
                null,
                null);
    }

    static Subject of(Prediction prediction) {
        return of(prediction, null, null);
    }

    static Subject of(Prediction prediction, WebhookEvent event) {
        return of(prediction, event.wire(), null);
    }

    static Subject of(Prediction prediction, String file) {
        return of(prediction, null, file);
    }

    private static Subject of(Prediction prediction, @Nullable String event, @Nullable String file) {
        Subject order = of(prediction.order);
        return new Subject(order.model, order.prompt, order.webhook, prediction.id, event, file);
    }

    /** Whether every member of {@code match} is contained in the part of its name; {@code job} must be equal. */
    boolean matches(JsonObject match) {
        return match.stream().allMatch(wanted -> {
            String text = String.valueOf(wanted.getValue());
            return switch (wanted.getKey()) {
                case "model" -> model != null && model.contains(text);
                case "prompt" -> prompt != null && prompt.contains(text);
                case "webhook" -> webhook != null && webhook.contains(text);
                case "file" -> file != null && file.contains(text);
                case "job" -> webhook != null && text.equals(Counts.job(webhook));
                case "id" -> text.equals(id);
                case "event" -> text.equals(event);
                default -> throw new IllegalStateException("Never let in: " + wanted.getKey());
            };
        });
    }
}
