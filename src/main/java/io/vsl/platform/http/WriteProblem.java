package io.vsl.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** A problem as HTTP. */
@Component
class WriteProblem {

    private final ObjectMapper json;

    WriteProblem(ObjectMapper json) {
        this.json = json;
    }

    /** What goes with its body. */
    static Map<String, String> headers(Problem problem) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", ProblemDocument.CONTENT_TYPE);
        if (problem.retryAfter() != null) {
            headers.put("Retry-After", Long.toString(problem.retryAfter().toSeconds()));
        }
        if (problem.challenge() != null) {
            headers.put("WWW-Authenticate", problem.challenge());
        }
        return headers;
    }

    void write(Problem problem, String path, HttpServletResponse response) throws IOException {
        byte[] body = json.writeValueAsBytes(ProblemDocument.of(problem, path));
        response.setStatus(problem.status());
        headers(problem).forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
