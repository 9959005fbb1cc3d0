package io.vsl.platform.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.util.ServletRequestPathUtils;

/** Gives each request to the route that takes it; where there is none, Spring MVC has Actuator and an answer. */
@Component
@Order(RouteRequests.AFTER_OBSERVATION)
class RouteRequests extends OncePerRequestFilter {

    /** Spring's filter that measures requests is one before. */
    static final int AFTER_OBSERVATION = Ordered.HIGHEST_PRECEDENCE + 2;

    private final HttpEngine engine;
    private final Connections connections;
    private final HeldBytes held;
    private final HttpProperties properties;

    RouteRequests(HttpEngine engine, Connections connections, HeldBytes held, HttpProperties properties) {
        this.engine = engine;
        this.connections = connections;
        this.held = held;
        this.properties = properties;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Served served = connections.begin(request);
        RequestBody body = new RequestBody(request, served, held, connections, properties.bodyTimeout());
        try {
            answer(request, body, response, chain);
            body.passOver();
        } finally {
            body.release();
            connections.end(served);
        }
    }

    private void answer(HttpServletRequest request, RequestBody body, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!OnePath.is(request.getRequestURI())) {
            refuse(
                    Problem.of(
                            400,
                            "BAD_REQUEST",
                            "The path must be in its one form: without ; or empty segments, and nothing encoded without need"),
                    request,
                    response);
            return;
        }
        if (isPreflight(request)) {
            refuse(Problem.of(403, "CORS_NOT_ALLOWED", "Pages of other origins may not call"), request, response);
            return;
        }
        PathContainer path = ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
        List<HttpConsumer> routes = engine.at(path);
        if (routes.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(
                        observed -> observed.setPathPattern(routes.get(0).path().getPatternString()));
        for (HttpConsumer route : routes) {
            if (route.takes(request.getMethod())) {
                serve(route, request, path, body, response);
                return;
            }
        }
        response.setHeader("Allow", routes.stream().map(HttpConsumer::method).collect(Collectors.joining(", ")));
        refuse(UnroutedRequests.problem(HttpServletResponse.SC_METHOD_NOT_ALLOWED), request, response);
    }

    private void serve(
            HttpConsumer route,
            HttpServletRequest request,
            PathContainer path,
            RequestBody body,
            HttpServletResponse response)
            throws IOException {
        if (!route.isAcceptable(request)) {
            refuse(UnroutedRequests.problem(HttpServletResponse.SC_NOT_ACCEPTABLE), request, response);
            return;
        }
        route.serve(request, path, body, response);
        // The answer goes before what is left of the body comes.
        response.flushBuffer();
    }

    private void refuse(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemAnswer.of(problem, request.getRequestURI()).write(response);
        response.flushBuffer();
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return HttpMethod.OPTIONS.matches(request.getMethod())
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }
}
