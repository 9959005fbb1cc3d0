package io.vsl.devstack.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls, well or badly.
 */
final class Answers {

    private static final System.Logger LOG = System.getLogger(Answers.class.getName());

    private final Faults faults;

    Answers(Faults faults) {
        this.faults = faults;
    }

    /**
     * The fault that the answer to a call is to have, or null.
     *
     * @throws Problem when the fault is an error in the place of the call's effect
     */
    @Nullable
    Fault strike(Fault.On on, Subject subject) {
        Fault fault = faults.strike(on, subject, kind -> !kind.equals("refuse"));
        if (fault != null && fault.is("status") && !fault.flag("accepted")) {
            throw problem(fault);
        }
        return fault;
    }

    void send(RoutingContext context, @Nullable Fault fault, int status, JsonObject body) {
        if (fault == null) {
            json(context, status, body);
            return;
        }
        switch (fault.kind()) {
            case "status" -> context.fail(problem(fault));
            case "delay" ->
                context.vertx()
                        .setTimer(Math.max(1, fault.number("delay_ms", 1_000)), timer -> json(context, status, body));
            case "drop-answer" -> context.request().connection().close();
            case "body" -> body(context, fault.number("status", status), fault.text("body", ""));
            case "cut-answer" -> cut(context, status, body.toBuffer());
            default -> throw new IllegalStateException("An answer can't have the fault " + fault.kind());
        }
    }

    /** Answers whatever went wrong. */
    static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        Problem problem;
        if (failure instanceof Problem known) {
            problem = known;
        } else if (failure instanceof DecodeException || failure instanceof ClassCastException) {
            problem = Problem.badRequest("The request's body isn't the JSON that was expected");
        } else if (context.statusCode() == 413) {
            problem = Problem.of(413, "Payload too large", "The request's body is larger than 100 MB");
        } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
            problem = Problem.notFound();
        } else {
            LOG.log(System.Logger.Level.ERROR, context.request().path(), failure);
            problem = Problem.of(500, "Internal server error", "The simulator itself failed");
        }
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        if (problem.retryAfter() != null) {
            response.putHeader("retry-after", problem.retryAfter());
        }
        response.setStatusCode(problem.status())
                .putHeader("content-type", "application/problem+json")
                .end(problem.body().toBuffer());
    }

    static void json(RoutingContext context, int status, JsonObject body) {
        HttpServerResponse response = context.response();
        if (!response.closed()) {
            response.setStatusCode(status)
                    .putHeader("content-type", "application/json")
                    .end(body.toBuffer());
        }
    }

    private static void body(RoutingContext context, int status, String body) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body);
    }

    private static void cut(RoutingContext context, int status, Buffer body) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("content-length", Integer.toString(body.length()))
                .write(body.slice(0, body.length() / 2))
                .onComplete(written -> context.request().connection().close());
    }

    private static Problem problem(Fault fault) {
        int status = fault.number("status", 500);
        int seconds = fault.number("retry_after", 0);
        Problem problem =
                switch (status) {
                    case 401 -> Problem.unauthenticated();
                    case 402 -> Problem.insufficientCredit();
                    case 404 -> Problem.notFound();
                    case 422 -> Problem.invalidVersion();
                    case 429 -> Problem.throttled(Math.max(1, seconds));
                    default -> Problem.of(status, "Server error", "There was an error, please try again");
                };
        String in = fault.text("retry_after_in", "body");
        if (seconds > 0 && !in.equals("header")) {
            problem = problem.with("retry_after", seconds);
        }
        return seconds > 0 && !in.equals("body") ? problem.retryAfter(seconds) : problem;
    }
}
