package io.vsl.devstack.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files that predictions give, for an hour, to whoever has the URL. */
final class DeliveryRoutes {

    private static final OutputFile SAMPLE = OutputFile.made(MediaSpec.image("png", 1024, 576, 3));
    private static final int TICK_MILLIS = 100;

    /** As much of a file is looked at for its tag: hashing all of it would cost as much as sending it. */
    private static final int TAGGED = 4096;

    private static final Pattern FROM = Pattern.compile("bytes=(\\d{1,9})-");

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
        Prediction prediction = predictions.find(Asked.variable(context, "id")).orElseThrow(Problem::notFound);
        String name = Asked.variable(context, "file");
        OutputFile file = prediction.file(name);
        if (file == null) {
            name = sentAsItIs(name);
            file = prediction.file(name);
        }
        Fault fault = faults.strike(Fault.On.DELIVERY, Subject.of(prediction, name));
        if (file == null || fault != null && fault.is("expired")) {
            throw Problem.notFound();
        }
        if (fault != null && fault.is("redirect")) {
            redirect(context, prediction, fault.text("to", "/_sim/sample.png"));
        } else {
            send(context, file, fault);
        }
    }

    /** A name that a client has put into the path in UTF-8 as it is, as curl does, which is read as Latin-1. */
    private static String sentAsItIs(String name) {
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** To a path, to a URL, or to another file of the prediction. */
    private static void redirect(RoutingContext context, Prediction prediction, String to) {
        context.response()
                .setStatusCode(302)
                .putHeader("content-length", "0")
                .putHeader("location", GivenOutput.replace(to, name -> prediction.url(encoded(name))))
                .end();
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void send(RoutingContext context, OutputFile file, @Nullable Fault fault) {
        file.bytes()
                .apply(media)
                .onSuccess(whole -> {
                    Buffer bytes = ranged(context, whole);
                    HttpServerResponse response = context.response()
                            .putHeader("content-type", file.contentType())
                            .putHeader("content-length", Integer.toString(bytes.length()));
                    if (fault == null) {
                        response.end(bytes);
                    } else {
                        spoil(context, bytes, fault);
                    }
                })
                .onFailure(context::fail);
    }

    /** The rest of the file from where it is asked for, as long as it is the same file (RFC 9110). */
    private static Buffer ranged(RoutingContext context, Buffer whole) {
        int beginning = whole.slice(0, Math.min(whole.length(), TAGGED)).hashCode();
        String tag = "\"%08x-%x\"".formatted(beginning, whole.length());
        HttpServerResponse response =
                context.response().putHeader("accept-ranges", "bytes").putHeader("etag", tag);
        String range = context.request().getHeader("range");
        String onlyIf = context.request().getHeader("if-range");
        Matcher from = FROM.matcher(range == null ? "" : range);
        if (!from.matches() || onlyIf != null && !onlyIf.equals(tag)) {
            return whole;
        }
        int begin = Integer.parseInt(from.group(1));
        if (begin >= whole.length()) {
            response.setStatusCode(416).putHeader("content-range", "bytes */" + whole.length());
            return Buffer.buffer();
        }
        response.setStatusCode(206)
                .putHeader("content-range", "bytes %d-%d/%d".formatted(begin, whole.length() - 1, whole.length()));
        return whole.slice(begin, whole.length());
    }

    private void spoil(RoutingContext context, Buffer file, Fault fault) {
        HttpServerResponse response = context.response();
        Buffer half = file.slice(0, file.length() / 2);
        switch (fault.kind()) {
            case "status" ->
                response.setStatusCode(fault.number("status", 500))
                        .putHeader("content-length", "0")
                        .end();
            case "wrong-type" -> {
                Buffer page = Buffer.buffer("<html><body>Something went wrong</body></html>");
                response.putHeader("content-type", "text/html")
                        .putHeader("content-length", Integer.toString(page.length()))
                        .end(page);
            }
            // The length is right and the connection ends before it: every client can see that.
            case "truncated" ->
                response.write(half)
                        .onComplete(written -> context.request().connection().close());
            // The length is that of what comes, which is half of the file: only who decodes it can see that.
            case "wrong-length" ->
                response.putHeader("content-length", Integer.toString(half.length()))
                        .end(half);
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
        response.write(file)
                .onSuccess(written -> vertx.runOnContext(again -> {
                    if (!response.closed()) {
                        pour(response, file);
                    }
                }));
    }
}
