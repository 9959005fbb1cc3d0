package io.vsl.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.json.JsonConfiguration;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** A problem as HTTP has it. Whoever answers with one, a route, Spring or Tomcat, writes this. */
record ProblemAnswer(int status, SortedMap<String, String> headers, byte[] body) {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    /** @param path of the request */
    static ProblemAnswer of(Problem problem, String path) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", ProblemDocument.CONTENT_TYPE);
        if (problem.retryAfter() != null) {
            headers.put("Retry-After", Long.toString(problem.retryAfter().toSeconds()));
        }
        if (problem.challenge() != null) {
            headers.put("WWW-Authenticate", problem.challenge());
        }
        try {
            return new ProblemAnswer(
                    problem.status(), headers, JSON.writeValueAsBytes(ProblemDocument.of(problem, path)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem is always JSON", e);
        }
    }

    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
