package io.vsl.platform.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what no route takes: unknown paths, methods that a path doesn't have, requests that aren't HTTP. */
@RestController
class UnroutedRequests implements ErrorController {

    /** The attribute of a request whose answer is known. */
    static final String PROBLEM = "io.vsl.problem";

    private final CamelContext camel;

    UnroutedRequests(CamelContext camel) {
        this.camel = camel;
    }

    @RequestMapping("/error")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object path = Objects.requireNonNullElse(
                request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI), request.getRequestURI());
        Object known = request.getAttribute(PROBLEM);
        Problem problem = known instanceof Problem told
                ? told
                : camel.isStarted()
                        ? problem(status instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND)
                        : Problem.unavailable("NOT_READY", "We are starting or stopping", Duration.ofSeconds(5));
        ProblemAnswer.of(problem, path.toString()).write(response);
    }

    static Problem problem(int status) {
        return switch (status) {
            case 404 -> Problem.of(404, "NOT_FOUND", "There is nothing at this path");
            case 405 -> Problem.of(405, "METHOD_NOT_ALLOWED", "This path doesn't have this method");
            case 406 -> Problem.of(406, "NOT_ACCEPTABLE", "We answer application/json");
            case 408 -> Problem.of(408, "REQUEST_TIMEOUT", "The body did not come in in time");
            default ->
                status >= 400 && status < 500
                        ? Problem.of(status, "BAD_REQUEST", "The request can't be read")
                        : Problem.of(500, "INTERNAL_ERROR", "Something went wrong on our side");
        };
    }
}
