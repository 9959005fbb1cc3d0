package io.vsl.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
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
    private final BoundedBody boundedBody;
    private final ObjectMapper json;

    RouteRequests(HttpEngine engine, BoundedBody boundedBody, ObjectMapper json) {
        this.engine = engine;
        this.boundedBody = boundedBody;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        PathContainer path = ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
        List<HttpConsumer> routes = engine.at(path);
        if (routes.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(observed -> observed.setPathPattern(routes.get(0).path().getPatternString()));
        for (HttpConsumer route : routes) {
            if (route.takes(request.getMethod())) {
                serve(route, request, path, response);
                return;
            }
        }
        response.setHeader("Allow", routes.stream().map(HttpConsumer::method).collect(Collectors.joining(", ")));
        response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    private void serve(HttpConsumer route, HttpServletRequest request, PathContainer path,
            HttpServletResponse response) throws IOException {
        byte[] body;
        try {
            body = boundedBody.read(request);
        } catch (Problem problem) {
            response.setStatus(problem.status());
            response.setContentType(ProblemDocument.CONTENT_TYPE);
            response.setHeader("Connection", "close");
            json.writeValue(response.getOutputStream(), ProblemDocument.of(problem, request.getRequestURI()));
            return;
        }
        route.serve(request, path, body, response);
    }
}
