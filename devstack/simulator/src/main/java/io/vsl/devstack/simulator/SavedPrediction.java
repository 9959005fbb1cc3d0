package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vsl.devstack.simulator.Prediction.Origins;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A prediction as the journal has it. */
final class SavedPrediction {

    private SavedPrediction() {}

    static JsonObject write(Prediction prediction) {
        Order order = prediction.order;
        return new JsonObject()
                .put("id", prediction.id)
                .put("model", order.model().fullName())
                .put("deployment", order.deployment())
                .put("input", order.input())
                .put("webhook", order.webhook())
                .put(
                        "events",
                        new JsonArray(
                                order.events().stream().map(WebhookEvent::name).toList()))
                .put("api", prediction.origins.api())
                .put("delivery", prediction.origins.delivery())
                .put("status", prediction.status.wire())
                .put("logs", prediction.logs)
                .put("error", prediction.error)
                .put("kept", prediction.kept == null ? null : new JsonArray(prediction.kept))
                .put("given", prediction.given == null ? null : prediction.given.json())
                .put("message", prediction.completedMessage)
                .put("createdAt", prediction.createdAt.toString())
                .put("startedAt", text(prediction.startedAt))
                .put("completedAt", text(prediction.completedAt));
    }

    /** The prediction of a line; none when its model is there no longer. */
    static Optional<Prediction> read(JsonObject saved, Models models) {
        String[] name = saved.getString("model").split("/");
        return models.named(name[0], name[1]).map(model -> {
            Order order = new Order(
                    model,
                    saved.getString("deployment"),
                    saved.getJsonObject("input"),
                    saved.getString("webhook"),
                    events(saved.getJsonArray("events")));
            Prediction prediction = new Prediction(
                    saved.getString("id"),
                    order,
                    new Origins(saved.getString("api"), saved.getString("delivery")),
                    Instant.parse(saved.getString("createdAt")));
            prediction.status = Status.valueOf(saved.getString("status").toUpperCase(Locale.ROOT));
            prediction.logs = saved.getString("logs");
            prediction.error = saved.getString("error");
            prediction.kept = numbers(saved.getJsonArray("kept"));
            JsonObject given = saved.getJsonObject("given");
            prediction.given = given == null ? null : new GivenOutput(given);
            prediction.completedMessage = saved.getString("message");
            prediction.startedAt = time(saved.getString("startedAt"));
            prediction.completedAt = time(saved.getString("completedAt"));
            return prediction;
        });
    }

    private static Set<WebhookEvent> events(JsonArray names) {
        return names.stream()
                .map(name -> WebhookEvent.valueOf((String) name))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(WebhookEvent.class)));
    }

    private static @Nullable List<Integer> numbers(@Nullable JsonArray numbers) {
        return numbers == null
                ? null
                : numbers.stream().map(Integer.class::cast).toList();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
