package io.vsl.devstack.simulator;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vsl.devstack.simulator.Prediction.Origins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The simulator, put together.
 */
final class Simulator extends VerticleBase {

    private static final long BODY_AT_MOST = 100L * 1000 * 1000;
    private static final int SWEEP_MILLIS = 100;

    private final Options options;
    private final Journal journal;
    private final Models models;
    private final String webhookSecret;
    private @Nullable Media media;
    private int port;
    /** Kept since nearly all calls are of one origin, and predictions remember it. */
    private @Nullable Origins lastOrigins;

    Simulator(Options options) throws IOException {
        this.options = options;
        this.journal = new Journal(options.dir());
        this.models = new Models(options.dir());
        this.webhookSecret = options.webhookSecret() == null ? keptSecret(options.dir()) : options.webhookSecret();
    }

    /** The TCP port it listens on, once deployed. */
    int port() {
        return port;
    }

    @Override
    public Future<?> start() throws IOException {
        Settings settings = new Settings(options.speed());
        Faults faults = new Faults();
        Counts counts = new Counts();
        Predictions predictions = new Predictions();
        media = new Media(vertx);
        Webhooks webhooks = new Webhooks(vertx, settings, faults, webhookSecret);
        Runner runner = new Runner(vertx, settings, predictions, counts, faults, webhooks, media, journal);
        Gate gate = new Gate(options.tokens(), settings);
        Answers answers = new Answers(faults);

        Router router = Router.router(vertx);
        router.route().failureHandler(Answers::failed);
        router.errorHandler(404, Answers::failed).errorHandler(405, Answers::failed);
        router.route("/v1/*").handler(gate);
        router.route("/v1/*").handler(context -> refuse(context, faults));
        router.route()
                .handler(
                        BodyHandler.create(Files.createDirectories(options.dir().resolve("files"))
                                        .toString())
                                .setBodyLimit(BODY_AT_MOST)
                                .setDeleteUploadedFilesOnEnd(true));
        new PredictionRoutes(models, predictions, runner, media, faults, answers, settings, this::origins)
                .mount(router);
        new ListRoutes(predictions, answers, settings).mount(router);
        new ModelRoutes(models, webhooks::secret).mount(router);
        new FileRoutes(options.dir().resolve("files")).mount(router);
        DeliveryRoutes deliveries = new DeliveryRoutes(vertx, predictions, runner, media, faults);
        deliveries.mount(router);
        new ControlRoutes(settings, faults, counts, predictions, deliveries, webhooks, gate, runner).mount(router);

        vertx.setPeriodic(SWEEP_MILLIS, timer -> runner.removeOldData());
        return vertx.createHttpServer(new HttpServerOptions().setCompressionSupported(false))
                .requestHandler(router)
                .listen(options.port(), options.bind())
                .map(server -> {
                    port = server.actualPort();
                    // Only now: whoever has the port has the journal.
                    restore(predictions, counts, runner);
                    return server;
                });
    }

    @Override
    public Future<?> stop() {
        return Objects.requireNonNull(media)
                .idle()
                .compose(idle -> vertx.executeBlocking(() -> {
                    journal.close();
                    return null;
                }));
    }

    private void restore(Predictions predictions, Counts counts, Runner runner) {
        try {
            for (JsonObject saved : journal.open()) {
                SavedPrediction.read(saved, models).ifPresent(prediction -> {
                    predictions.add(prediction);
                    counts.created(prediction.order);
                    if (prediction.status.terminal()) {
                        predictions.ended(prediction);
                    } else {
                        runner.interrupted(prediction);
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the connection before the body is read, if a fault says so. */
    private static void refuse(RoutingContext context, Faults faults) {
        Fault.On on =
                switch (context.request().method().name()) {
                    case "POST" -> Asked.pathEndsWith(context, "/cancel") ? Fault.On.CANCEL : Fault.On.CREATE;
                    default -> Asked.pathEndsWith(context, "/predictions") ? Fault.On.LIST : Fault.On.GET;
                };
        if (faults.strike(on, Subject.UNKNOWN, "refuse"::equals) == null) {
            context.next();
        } else {
            context.request().connection().close();
        }
    }

    private Origins origins(RoutingContext context) {
        String api = context.request().scheme() + "://" + context.request().authority();
        if (lastOrigins == null || !lastOrigins.api().equals(api)) {
            String host = options.deliveryHost();
            lastOrigins = new Origins(
                    api,
                    host == null
                            ? api
                            : context.request().scheme() + "://" + (host.contains(":") ? host : host + ":" + port));
        }
        return lastOrigins;
    }

    private static String keptSecret(Path dir) throws IOException {
        Path file = dir.resolve("webhook-secret");
        if (!Files.exists(file)) {
            byte[] key = new byte[24];
            new SecureRandom().nextBytes(key);
            Files.writeString(file, "whsec_" + Base64.getEncoder().encodeToString(key));
        }
        return Files.readString(file).trim();
    }
}
