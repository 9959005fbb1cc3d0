package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What Replicate doesn't have: faults, settings, counts. */
final class ControlRoutes {

    private final Settings settings;
    private final Faults faults;
    private final Counts counts;
    private final Predictions predictions;
    private final DeliveryRoutes deliveries;
    private final Webhooks webhooks;
    private final Gate gate;
    private final Runner runner;

    ControlRoutes(
            Settings settings,
            Faults faults,
            Counts counts,
            Predictions predictions,
            DeliveryRoutes deliveries,
            Webhooks webhooks,
            Gate gate,
            Runner runner) {
        this.settings = settings;
        this.faults = faults;
        this.counts = counts;
        this.predictions = predictions;
        this.deliveries = deliveries;
        this.webhooks = webhooks;
        this.gate = gate;
        this.runner = runner;
    }

    void mount(Router router) {
        router.get("/_sim/health").handler(this::health);
        router.get("/_sim/faults")
                .handler(context -> Answers.json(context, 200, new JsonObject().put("faults", faults.toJson())));
        router.post("/_sim/faults").handler(context -> Answers.json(context, 201, faults.add(Asked.object(context))));
        router.delete("/_sim/faults").handler(context -> {
            faults.clear();
            context.response().setStatusCode(204).end();
        });
        router.get("/_sim/settings")
                .handler(context -> Answers.json(context, 200, settings.now().toJson()));
        router.put("/_sim/settings").handler(context -> {
            settings.change(Asked.object(context));
            Answers.json(context, 200, settings.now().toJson());
        });
        router.put("/_sim/webhook-secret").handler(context -> {
            try {
                webhooks.rotate(Asked.object(context).getString("key", ""));
            } catch (IllegalArgumentException e) {
                throw Problem.badRequest("key is whsec_ and a key in base64");
            }
            Answers.json(context, 200, new JsonObject().put("key", webhooks.secret()));
        });
        router.get("/_sim/predictions").handler(this::counted);
        router.post("/_sim/predictions/:id/webhook").handler(this::resend);
        router.post("/_sim/reset").handler(this::reset);
    }

    private void health(RoutingContext context) {
        Answers.json(
                context,
                200,
                new JsonObject()
                        .put("status", "up")
                        .put("created", counts.total())
                        .put("kept", predictions.size())
                        .put("webhooksDelivered", webhooks.delivered())
                        .put("webhooksFailed", webhooks.failed())
                        .put("outputsAskedFor", deliveries.asked()));
    }

    /** Counts of all jobs, of those with {@code min} predictions at least, or of one {@code job} with its ids. */
    private void counted(RoutingContext context) {
        String job = context.request().getParam("job");
        if (job == null) {
            String least = context.request().getParam("min", "1");
            if (!least.matches("\\d{1,9}")) {
                throw Problem.badRequest("min is a number");
            }
            Answers.json(context, 200, counts.toJson(Integer.parseInt(least)));
            return;
        }
        List<Prediction> all = predictions
                .newestFirst()
                .filter(prediction ->
                        prediction.order.webhook() != null && job.equals(Counts.job(prediction.order.webhook())))
                .toList();
        JsonArray ids =
                new JsonArray(all.stream().map(prediction -> prediction.id).toList());
        JsonArray inputs =
                new JsonArray(all.stream().map(prediction -> prediction.inputs).toList());
        Answers.json(
                context,
                200,
                new JsonObject()
                        .put("job", job)
                        .put("count", counts.of(job))
                        .put("predictions", ids)
                        .put("inputs", inputs));
    }

    private void resend(RoutingContext context) {
        Prediction prediction = predictions.find(Asked.variable(context, "id")).orElseThrow(Problem::notFound);
        webhooks.resend(prediction).onComplete(sent -> Answers.json(context, 202, prediction.toJson(true)));
    }

    /** Forgets predictions, counts and faults; the settings stay. */
    private void reset(RoutingContext context) {
        runner.forget();
        counts.clear();
        faults.clear();
        gate.clear();
        context.response().setStatusCode(204).end();
    }
}
