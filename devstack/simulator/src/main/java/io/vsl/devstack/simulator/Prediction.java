package io.vsl.devstack.simulator;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a model. Changed by {@link Runner} only.
 */
final class Prediction {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    final String id;
    /** What was asked for; its input is empty once the data has been removed. */
    Order order;
    /** Where the API and the outputs are found by who asked, such as {@code http://127.0.0.1:8090}. */
    final Origins origins;

    final Instant createdAt;
    /** Every file that the input asks for, whether flagged or not. */
    final List<MediaSpec> files;

    private final Promise<Prediction> end = Promise.promise();

    Status status = Status.STARTING;
    String logs = "";

    @Nullable
    String error;

    @Nullable
    Instant deadline;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant completedAt;
    /** Which of the files the input asks for there are; null before there are any. */
    @Nullable
    List<Integer> kept;
    /** The output that it gives in the place of its model's; null for that. */
    @Nullable
    GivenOutput given;

    /** The files of its input as they were fetched, for tests. */
    final JsonArray inputs = new JsonArray();

    boolean dataRemoved;
    /** Members that are said, once it has ended, in the place of its own. */
    JsonObject said = new JsonObject();
    /** The id of the webhook about the end, which a resend has too. */
    @Nullable
    String completedMessage;
    /** The end of the first try to deliver the webhook about the end. */
    Future<Void> announced = Future.succeededFuture();
    /** When output or logs were last reported, by {@link System#nanoTime}; null before. */
    @Nullable
    Long reportedNanos;

    long sequence;

    Prediction(String id, Order order, Origins origins, Instant createdAt) {
        this.id = id;
        this.order = order;
        this.origins = origins;
        this.createdAt = createdAt;
        long seed = order.input().getValue("seed") instanceof Number number ? number.longValue() : id.hashCode();
        this.files = OutputPlan.files(order.model(), order.input(), seed);
    }

    /** The base URLs of the API and of the outputs, without a path. */
    record Origins(String api, String delivery) {}

    /** Done when the prediction has ended. */
    Future<Prediction> whenEnded() {
        return end.future();
    }

    void ended() {
        end.tryComplete(this);
    }

    /** Removes input, output and logs, as Replicate does one hour after the end. */
    void removeData() {
        dataRemoved = true;
        order = new Order(order.model(), order.deployment(), new JsonObject(), order.webhook(), order.events());
        kept = null;
        given = null;
        logs = "";
    }

    /** The file of a name, or null when there is none of that name. */
    @Nullable
    OutputFile file(String name) {
        if (given != null) {
            return given.file(name);
        }
        if (kept == null) {
            return null;
        }
        return kept.stream()
                .filter(index -> name(index, files.get(index)).equals(name))
                .map(files::get)
                .map(OutputFile::made)
                .findFirst()
                .orElse(null);
    }

    /** Where a file of it is found: its name stands there as it is. */
    String url(String name) {
        return origins.delivery() + "/delivery/" + id + "/" + name;
    }

    /** The prediction as it is answered to the call that made it. */
    JsonObject toJson() {
        return toJson(given != null ? given.shown(this::url) : urls(kept));
    }

    /** The prediction as it is read later and as webhooks carry it. */
    JsonObject toJson(boolean showWebhook) {
        JsonObject json = toJson().put("source", "api");
        if (showWebhook && order.webhook() != null) {
            json.put("webhook", order.webhook())
                    .put(
                            "webhook_events_filter",
                            new JsonArray(order.events().stream()
                                    .map(WebhookEvent::wire)
                                    .toList()));
        }
        return json;
    }

    /** The prediction with other outputs in the place of its own. */
    JsonObject toJson(@Nullable Object output) {
        Model model = order.model();
        String self = origins.api() + "/v1/predictions/" + id;
        JsonObject json = new JsonObject()
                .put("id", id)
                .put("model", model.fullName())
                .put("version", model.shownVersion())
                .put("input", order.input())
                .put("logs", logs)
                .put("output", output)
                .put("data_removed", dataRemoved)
                .put("error", error)
                .put("status", status.wire())
                .put("created_at", TIME.format(createdAt));
        put(json, "deadline", deadline);
        put(json, "started_at", startedAt);
        put(json, "completed_at", completedAt);
        if (order.deployment() != null) {
            json.put("deployment", order.deployment());
        }
        json.put(
                "urls",
                new JsonObject()
                        .put("web", "https://replicate.com/p/" + id)
                        .put("get", self)
                        .put("cancel", self + "/cancel"));
        if (completedAt != null) {
            json.put("metrics", metrics(completedAt)).mergeIn(said);
        }
        return json;
    }

    /** As the model's output is; null before there are outputs. */
    private @Nullable Object urls(@Nullable List<Integer> indexes) {
        return indexes == null
                ? null
                : shaped(
                        indexes,
                        indexes.stream()
                                .map(index -> url(name(index, files.get(index))))
                                .toList());
    }

    /**
     * URIs in the shape that the model gives.
     *
     * @param indexes of the files that they are of
     */
    Object shaped(List<Integer> indexes, List<String> uris) {
        return order.model().output().of(indexes, uris);
    }

    /** The numbers of all files. */
    List<Integer> all() {
        return IntStream.range(0, files.size()).boxed().toList();
    }

    private JsonObject metrics(Instant completed) {
        JsonObject metrics = new JsonObject();
        if (startedAt != null) {
            metrics.put("predict_time", seconds(startedAt, completed));
        }
        return metrics.put("total_time", seconds(createdAt, completed));
    }

    static String name(int index, MediaSpec file) {
        return "out-" + index + "." + file.format();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static void put(JsonObject json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, TIME.format(time));
        }
    }
}
