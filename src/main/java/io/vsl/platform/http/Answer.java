package io.vsl.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.json.JsonConfiguration;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;

/** What is answered. Whoever answers, a route, the engine or the management of the process, makes one. */
record Answer(int status, SortedMap<String, String> headers, AnswerBody body) {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    static Answer of(int status, String contentType, byte[] body) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", contentType);
        return new Answer(status, headers, new AnswerBody(body));
    }

    /** Without a body. */
    static Answer empty(int status) {
        return new Answer(status, new TreeMap<>(), new AnswerBody(new byte[0]));
    }

    /** @param path of the request */
    static Answer of(Problem problem, String path) {
        Answer answer = of(problem.status(), ProblemDocument.CONTENT_TYPE, document(problem, path));
        if (problem.retryAfter() != null) {
            answer.headers.put("Retry-After", Long.toString(problem.retryAfter().toSeconds()));
        }
        if (problem.challenge() != null) {
            answer.headers.put("WWW-Authenticate", problem.challenge());
        }
        return answer;
    }

    /** As it goes over the wire, as the last of its connection. */
    byte[] last() {
        byte[] content = body.bytes();
        StringBuilder head = new StringBuilder("HTTP/1.1 %d %s\r\n"
                .formatted(status, HttpStatus.valueOf(status).getReasonPhrase()));
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Connection: close\r\nContent-Length: ")
                .append(content.length)
                .append("\r\n\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    private static byte[] document(Problem problem, String path) {
        try {
            return JSON.writeValueAsBytes(ProblemDocument.of(problem, path));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem is always JSON", e);
        }
    }
}
