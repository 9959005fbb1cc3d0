package io.vsl.platform.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Gives each request to the route that takes it, and answers those that none takes. */
@Component
class ServeRequests {

    private static final Logger LOG = LoggerFactory.getLogger(ServeRequests.class);

    /** Those that HTTP itself knows (RFC 9110, section 9): callers may send any word, and metrics have few. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT");

    private final HttpEngine engine;
    private final Management management;
    private final Connections connections;
    private final HeldBytes held;
    private final InFlight inFlight;
    private final Streams streams;
    private final CamelContext camel;
    private final ExecutorService aside;
    private final HttpDate date;
    private final Cors cors;
    private final MeterRegistry meters;
    private final Map<Served, Timer> timers = new ConcurrentHashMap<>();
    private volatile boolean draining;

    ServeRequests(
            HttpEngine engine,
            Management management,
            Connections connections,
            HeldBytes held,
            InFlight inFlight,
            Streams streams,
            CamelContext camel,
            @Qualifier("aside") ExecutorService aside,
            HttpDate date,
            Cors cors,
            MeterRegistry meters) {
        this.date = date;
        this.cors = cors;
        this.engine = engine;
        this.management = management;
        this.connections = connections;
        this.held = held;
        this.inFlight = inFlight;
        this.streams = streams;
        this.camel = camel;
        this.aside = aside;
        this.meters = meters;
    }

    /** What a timer tells apart. */
    private record Served(String method, String uri, int status) {}

    /** What is no HTTP, or goes beyond a bound; on its connection's loop. */
    void refuse(HttpServerRequest http) {
        Connection.of(http.connection())
                .end(Unrouted.unreadable(http.decoderResult().cause()));
    }

    /** On its connection's loop. */
    void serve(HttpServerRequest http) {
        Connection connection = Connection.of(http.connection());
        RequestBody body = new RequestBody(http, connection, held, inFlight);
        Request request = new Request(http, connection, connections, body, streams, date, cors, this::measure);
        connection.begin(body, () -> answered(request, () -> answer(request)));
    }

    /** Whatever goes wrong. */
    private static void answered(Request request, Runnable work) {
        try {
            work.run();
        } catch (Problem e) {
            request.answer(Answer.of(e, request.path()));
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("action", "http").setCause(e).log("A request failed");
            request.answer(Unrouted.of(500, request.path()));
        }
    }

    private void answer(Request request) {
        String path = request.path();
        if (!request.isReadable() || !OnePath.isPath(path)) {
            throw Unrouted.problem(400);
        }
        if (!OnePath.is(path)) {
            throw Problem.of(
                    400,
                    "BAD_REQUEST",
                    "The path must be in its one form: without ; or empty segments, and nothing encoded without need");
        }
        boolean isPreflight = Cors.isPreflight(request.head());
        if (isPreflight && !cors.isAllowed(request.head(), path)) {
            throw Problem.of(403, "CORS_NOT_ALLOWED", "Pages of other origins may not call");
        }
        if (management.has(path)) {
            manage(request, path);
            return;
        }
        if (draining || !camel.isStarted()) {
            throw Problem.unavailable("NOT_READY", "We are starting or stopping", Duration.ofSeconds(5));
        }
        List<HttpEngine.Match> matches = engine.at(path);
        if (isPreflight && !matches.isEmpty()) {
            request.isFor(matches.get(0).route().path());
            request.answer(cors.preflight(methods(matches)));
            return;
        }
        route(request, matches);
    }

    private void manage(Request request, String path) {
        request.isFor(path);
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            notAllowed(request, "GET");
            return;
        }
        aside.execute(() -> answered(request, () -> request.answer(management.answer(path, request.accept()))));
    }

    private void route(Request request, List<HttpEngine.Match> matches) {
        if (matches.isEmpty()) {
            throw Unrouted.problem(404);
        }
        request.isFor(matches.get(0).route().path());
        for (HttpEngine.Match match : matches) {
            if (match.route().takes(request.method())) {
                if (!match.route().isAcceptable(request.accept())) {
                    throw Unrouted.problem(406);
                }
                request.body().enter();
                match.route().serve(request, match.variables());
                return;
            }
        }
        notAllowed(request, String.join(", ", methods(matches)));
    }

    private static List<String> methods(List<HttpEngine.Match> matches) {
        return matches.stream().map(match -> match.route().method()).toList();
    }

    private static void notAllowed(Request request, String allowed) {
        Answer answer = Unrouted.of(405, request.path());
        answer.headers().put("Allow", allowed);
        request.answer(answer);
    }

    private void measure(Request request, int status) {
        String method = METHODS.contains(request.method()) ? request.method() : "OTHER";
        timers.computeIfAbsent(new Served(method, request.route(), status), this::timer)
                .record(request.age(), TimeUnit.NANOSECONDS);
    }

    private Timer timer(Served served) {
        return Timer.builder("http.server.requests")
                .tag("method", served.method())
                .tag("uri", served.uri())
                .tag("status", Integer.toString(served.status()))
                .register(meters);
    }

    /** From now on requests are told to come again; those that are here are still worked on. */
    void drain() {
        draining = true;
    }
}
