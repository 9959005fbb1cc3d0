package io.vsl.devstack.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The files that predictions give, for an hour, to whoever has the URL. */
final class DeliveryRoutes {

    private static final MediaSpec SAMPLE = MediaSpec.image("png", 1024, 576, 3);
    private static final int TICK_MILLIS = 100;

    private final Vertx vertx;
    private final Predictions predictions;
    private final Runner runner;
    private final Media media;
    private final Faults faults;
    private final AtomicLong asked = new AtomicLong();

    DeliveryRoutes(Vertx vertx, Predictions predictions, Runner runner, Media media, Faults faults) {
        this.vertx = vertx;
        this.predictions = predictions;
        this.runner = runner;
        this.media = media;
        this.faults = faults;
    }

    void mount(Router router) {
        router.get("/delivery/:id/:file").handler(this::deliver);
        router.head("/delivery/:id/:file").handler(this::deliver);
        router.get("/_sim/sample.png").handler(context -> send(context, SAMPLE, null));
    }

    /** How often files were asked for. */
    long asked() {
        return asked.get();
    }

    private void deliver(RoutingContext context) {
        asked.incrementAndGet();
        runner.removeOldData();
        Prediction prediction = predictions.find(context.pathParam("id")).orElseThrow(Problem::notFound);
        MediaSpec file = prediction.file(context.pathParam("file"));
        Fault fault = faults.strike(Fault.On.DELIVERY, Subject.of(prediction));
        if (file == null || fault != null && fault.is("expired")) {
            throw Problem.notFound();
        }
        send(context, file, fault);
    }

    private void send(RoutingContext context, MediaSpec spec, @Nullable Fault fault) {
        media.get(spec).onSuccess(file -> {
            HttpServerResponse response = context.response().putHeader("content-type", spec.contentType())
                    .putHeader("content-length", Integer.toString(file.length()));
            if (fault == null) {
                response.end(file);
            } else {
                spoil(context, file, fault);
            }
        }).onFailure(context::fail);
    }

    private void spoil(RoutingContext context, Buffer file, Fault fault) {
        HttpServerResponse response = context.response();
        Buffer half = file.slice(0, file.length() / 2);
        switch (fault.kind()) {
            case "status" -> response.setStatusCode(fault.number("status", 500)).putHeader("content-length", "0").end();
            case "redirect" -> response.setStatusCode(302).putHeader("content-length", "0")
                    .putHeader("location", fault.text("to", "/_sim/sample.png")).end();
            case "wrong-type" -> {
                Buffer page = Buffer.buffer("<html><body>Something went wrong</body></html>");
                response.putHeader("content-type", "text/html")
                        .putHeader("content-length", Integer.toString(page.length())).end(page);
            }
            // The length is right and the connection ends before it: every client can see that.
            case "truncated" -> response.write(half).onComplete(written -> context.request().connection().close());
            // The length is that of what comes, which is half of the file: only who decodes it can see that.
            case "wrong-length" -> response.putHeader("content-length", Integer.toString(half.length())).end(half);
            case "slow" -> drip(response, file, Math.max(1, fault.number("bytes_per_second", 10_000) / 10), 0);
            case "endless" -> {
                response.headers().remove("content-length");
                response.setChunked(true);
                pour(response, file);
            }
            default -> throw new IllegalStateException("A delivery can't have the fault " + fault.kind());
        }
    }

    private void drip(HttpServerResponse response, Buffer file, int step, int from) {
        int to = Math.min(file.length(), from + step);
        response.write(file.slice(from, to)).onSuccess(written -> {
            if (to == file.length()) {
                response.end();
            } else {
                vertx.setTimer(TICK_MILLIS, timer -> drip(response, file, step, to));
            }
        });
    }

    /** Sends the file over and over, as fast as it is read, until the client goes. */
    private void pour(HttpServerResponse response, Buffer file) {
        response.write(file).onSuccess(written -> vertx.runOnContext(again -> {
            if (!response.closed()) {
                pour(response, file);
            }
        }));
    }
}
