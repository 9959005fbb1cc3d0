package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Models, deployments, the account and the webhook secret. Every model has a deployment of the account's. */
final class ModelRoutes {

    private static final String ACCOUNT = "simulator";

    private final Models models;
    private final Supplier<String> webhookSecret;

    ModelRoutes(Models models, Supplier<String> webhookSecret) {
        this.models = models;
        this.webhookSecret = webhookSecret;
    }

    void mount(Router router) {
        router.get("/v1/account").handler(context -> Answers.json(context, 200, account()));
        router.get("/v1/webhooks/default/secret")
                .handler(context -> Answers.json(context, 200, new JsonObject().put("key", webhookSecret.get())));
        router.get("/v1/models")
                .handler(context -> Answers.json(
                        context,
                        200,
                        page(models.all().stream().map(Model::toJson).toList())));
        router.get("/v1/models/:owner/:name")
                .handler(context -> Answers.json(context, 200, named(context).toJson()));
        router.get("/v1/models/:owner/:name/versions")
                .handler(context ->
                        Answers.json(context, 200, page(List.of(named(context).versionJson()))));
        router.get("/v1/models/:owner/:name/versions/:version").handler(this::version);
        router.get("/v1/deployments")
                .handler(context -> Answers.json(
                        context,
                        200,
                        page(models.all().stream().map(ModelRoutes::deployment).toList())));
        router.get("/v1/deployments/:owner/:name")
                .handler(context -> Answers.json(
                        context,
                        200,
                        deployed(models, context).map(ModelRoutes::deployment).orElseThrow(Problem::notFound)));
    }

    /** The model behind the deployment in a call's path. */
    static Optional<Model> deployed(Models models, RoutingContext context) {
        return models.all().stream()
                .filter(model -> ACCOUNT.equals(Asked.variable(context, "owner"))
                        && model.name().equals(Asked.variable(context, "name")))
                .findFirst();
    }

    private void version(RoutingContext context) {
        Model model = named(context);
        if (!model.version().equals(Asked.variable(context, "version"))) {
            throw Problem.notFound();
        }
        Answers.json(context, 200, model.versionJson());
    }

    private Model named(RoutingContext context) {
        return models.named(Asked.variable(context, "owner"), Asked.variable(context, "name"))
                .orElseThrow(Problem::notFound);
    }

    private static JsonObject account() {
        return new JsonObject()
                .put("type", "user")
                .put("username", ACCOUNT)
                .put("name", "Replicate simulator")
                .put("github_url", null);
    }

    private static JsonObject deployment(Model model) {
        JsonObject release = new JsonObject()
                .put("number", 1)
                .put("model", model.fullName())
                .put("version", model.version())
                .put("created_at", "2024-05-23T23:26:26.222Z")
                .put("created_by", account())
                .put(
                        "configuration",
                        new JsonObject()
                                .put("hardware", "gpu-l40s")
                                .put("min_instances", 0)
                                .put("max_instances", 5));
        return new JsonObject().put("owner", ACCOUNT).put("name", model.name()).put("current_release", release);
    }

    private static JsonObject page(Collection<JsonObject> results) {
        return new JsonObject()
                .put("previous", null)
                .put("next", null)
                .put("results", new JsonArray(List.copyOf(results)));
    }
}
