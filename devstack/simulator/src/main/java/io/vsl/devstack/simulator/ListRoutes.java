package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /predictions}: newest first, a hundred a page, with whole URLs to the next and previous page. */
final class ListRoutes {

    private static final int PAGE = 100;
    private static final Instant NEVER = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

    private final Predictions predictions;
    private final Answers answers;
    private final Settings settings;

    ListRoutes(Predictions predictions, Answers answers, Settings settings) {
        this.predictions = predictions;
        this.answers = answers;
        this.settings = settings;
    }

    void mount(Router router) {
        router.get("/v1/predictions").handler(this::list);
    }

    private void list(RoutingContext context) {
        Fault fault = answers.strike(Fault.On.LIST, Subject.UNKNOWN);
        Cursor cursor = Cursor.read(context.request().getParam("cursor"));
        Instant after = time(context, "created_after", NEVER);
        Instant before = time(context, "created_before", FOREVER);
        // Everything here is made over the API, nothing on the web.
        boolean none = "web".equals(context.request().getParam("source"));
        List<Prediction> page =
                none ? List.of() : predictions.page(cursor.sequence(), cursor.back(), after, before, PAGE);
        boolean showWebhook = settings.now().showWebhook();
        JsonArray results = new JsonArray(
                page.stream().map(prediction -> prediction.toJson(showWebhook)).toList());
        answers.send(
                context,
                fault,
                200,
                new JsonObject()
                        .put("previous", page.isEmpty() ? null : link(context, page.get(0), true, after, before))
                        .put("next", page.isEmpty() ? null : link(context, page.getLast(), false, after, before))
                        .put("results", results));
    }

    /** The URL of the page beyond a prediction; null when nothing is there. */
    private @Nullable String link(
            RoutingContext context, Prediction from, boolean back, Instant after, Instant before) {
        if (predictions.page(from.sequence, back, after, before, 1).isEmpty()) {
            return null;
        }
        StringBuilder url = new StringBuilder(context.request().scheme() + "://"
                + context.request().authority() + "/v1/predictions?cursor=" + new Cursor(from.sequence, back).write());
        for (String filter : List.of("created_after", "created_before")) {
            String value = context.request().getParam(filter);
            if (value != null) {
                url.append('&').append(filter).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return url.toString();
    }

    private static Instant time(RoutingContext context, String name, Instant otherwise) {
        String text = context.request().getParam(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.badRequest(name + " is an ISO 8601 date-time, such as 2026-01-01T00:00:00Z");
        }
    }

    /** Where a page begins, in the opaque form that is in URLs. */
    private record Cursor(@Nullable Long sequence, boolean back) {

        static Cursor read(@Nullable String text) {
            if (text == null) {
                return new Cursor(null, false);
            }
            try {
                String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
                return new Cursor(Long.valueOf(plain.substring(2)), plain.startsWith("b="));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw Problem.notFound();
            }
        }

        String write() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(((back ? "b=" : "n=") + sequence).getBytes(StandardCharsets.US_ASCII));
        }
    }
}
