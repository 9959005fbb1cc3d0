package io.vsl.devstack.simulator;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vsl.devstack.simulator.Prediction.Origins;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The calls that create, read and cancel one prediction. */
final class PredictionRoutes {

    private static final int INLINE_BYTES_AT_MOST = 1 << 20;

    private final Models models;
    private final Predictions predictions;
    private final Runner runner;
    private final Media media;
    private final Faults faults;
    private final Answers answers;
    private final Settings settings;
    private final Function<RoutingContext, Origins> origins;

    PredictionRoutes(
            Models models,
            Predictions predictions,
            Runner runner,
            Media media,
            Faults faults,
            Answers answers,
            Settings settings,
            Function<RoutingContext, Origins> origins) {
        this.models = models;
        this.predictions = predictions;
        this.runner = runner;
        this.media = media;
        this.faults = faults;
        this.answers = answers;
        this.settings = settings;
        this.origins = origins;
    }

    void mount(Router router) {
        router.post("/v1/predictions").handler(this::createByVersion);
        router.post("/v1/models/:owner/:name/predictions").handler(this::createByModel);
        router.post("/v1/deployments/:owner/:name/predictions").handler(this::createByDeployment);
        router.get("/v1/predictions/:id").handler(this::get);
        router.post("/v1/predictions/:id/cancel").handler(this::cancel);
    }

    private void createByVersion(RoutingContext context) {
        JsonObject body = body(context);
        if (!(body.getValue("version") instanceof String version)) {
            throw Problem.invalidInput(List.of(new Problem.InvalidField("required", "body", "version is required")));
        }
        create(context, body, models.versioned(version).orElseThrow(Problem::invalidVersion), null);
    }

    private void createByModel(RoutingContext context) {
        create(
                context,
                body(context),
                models.named(Asked.variable(context, "owner"), Asked.variable(context, "name"))
                        .filter(Model::official)
                        .orElseThrow(Problem::notFound),
                null);
    }

    private void createByDeployment(RoutingContext context) {
        Model model = ModelRoutes.deployed(models, context).orElseThrow(Problem::notFound);
        create(context, body(context), model, Asked.variable(context, "owner") + "/" + Asked.variable(context, "name"));
    }

    private void create(RoutingContext context, JsonObject body, Model model, @Nullable String deployment) {
        Order order = Order.read(model, deployment, body);
        WaitHeaders headers = WaitHeaders.read(context.request());
        Subject subject = Subject.of(order);
        Fault fault = answers.strike(Fault.On.CREATE, subject);
        boolean webhookFirst = faults.strike(Fault.On.WEBHOOK, subject, "before-answer"::equals) != null;

        Prediction prediction = runner.create(order, origins.apply(context), headers.cancelAfter());
        JsonObject created = prediction.toJson();
        runner.run(prediction, webhookFirst);
        if (webhookFirst) {
            prediction
                    .whenEnded()
                    .compose(ended -> ended.announced)
                    .onComplete(announced -> answers.send(context, fault, 201, created));
        } else if (headers.holdFor() == null) {
            answers.send(context, fault, 201, created);
        } else {
            context.response()
                    .putHeader("preference-applied", "wait=" + headers.holdFor().toSeconds());
            outputs(context, prediction, headers.holdFor())
                    .onSuccess(finished -> answers.send(context, fault, 201, finished))
                    .onFailure(tooLate -> answers.send(context, fault, 202, created));
        }
    }

    /** The prediction with its outputs; fails when it hasn't any in time. */
    private Future<JsonObject> outputs(RoutingContext context, Prediction prediction, Duration wait) {
        Promise<Prediction> inTime = Promise.promise();
        long timer = context.vertx().setTimer(Math.max(1, settings.millis(wait)), late -> inTime.tryFail("too late"));
        prediction.whenEnded().onSuccess(ended -> {
            context.vertx().cancelTimer(timer);
            inTime.tryComplete(ended);
        });
        return inTime.future()
                .compose(ended ->
                        ended.status == Status.SUCCEEDED ? inline(ended) : Future.succeededFuture(ended.toJson()));
    }

    /**
     * As Replicate answers while it still uploads: processing, the outputs as data URIs. Not so if they are large, or
     * given by a rule.
     */
    private Future<JsonObject> inline(Prediction prediction) {
        if (prediction.given != null) {
            return Future.succeededFuture(prediction.toJson());
        }
        List<Integer> kept = Objects.requireNonNull(prediction.kept);
        List<MediaSpec> files = kept.stream().map(prediction.files::get).toList();
        return Future.all(files.stream().map(media::get).toList()).map(made -> {
            List<Buffer> contents = made.list();
            if (contents.stream().mapToInt(Buffer::length).sum() > INLINE_BYTES_AT_MOST) {
                return prediction.toJson();
            }
            List<String> uris = IntStream.range(0, files.size())
                    .mapToObj(index -> "data:" + files.get(index).contentType() + ";base64,"
                            + Base64.getEncoder()
                                    .encodeToString(contents.get(index).getBytes()))
                    .toList();
            JsonObject json = prediction.toJson(prediction.shaped(kept, uris)).put("status", Status.PROCESSING.wire());
            json.remove("completed_at");
            json.remove("metrics");
            return json;
        });
    }

    private void get(RoutingContext context) {
        Prediction prediction = find(context);
        Fault fault = answers.strike(Fault.On.GET, Subject.of(prediction));
        answers.send(context, fault, 200, prediction.toJson(settings.now().showWebhook()));
    }

    private void cancel(RoutingContext context) {
        Prediction prediction = find(context);
        Fault fault = answers.strike(Fault.On.CANCEL, Subject.of(prediction));
        runner.cancel(prediction);
        answers.send(context, fault, 200, prediction.toJson(settings.now().showWebhook()));
    }

    private Prediction find(RoutingContext context) {
        return predictions.find(Asked.variable(context, "id")).orElseThrow(Problem::notFound);
    }

    private static JsonObject body(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        if (body == null) {
            throw Problem.badRequest("The request has no body");
        }
        return body;
    }
}
