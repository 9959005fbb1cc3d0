package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far the stores are from the fold of the log, as the application itself finds out.
 *
 * @param differences how many there are; null when it could not be found out
 * @param examples    some of them or, where it could not be found out, why
 */
record Verification(@Nullable Long differences, List<String> examples) {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Orders a verification at this URL and waits for its end. */
    static Verification at(String url, String operatorKey) throws InterruptedException {
        JsonHttp http = new JsonHttp();
        Map<String, String> headers = Map.of("X-API-Key", operatorKey);
        try {
            JsonHttp.Answer ordered = http.post(url + "/admin/verifications", headers, "{}");
            if (ordered.status() != 202) {
                return failed("POST /admin/verifications answers " + ordered.status());
            }
            String operation = url + "/admin/operations/"
                    + ordered.body().path("operationId").asText();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (System.nanoTime() < deadline) {
                JsonHttp.Answer answer = http.get(operation, headers);
                switch (answer.body().path("state").asText()) {
                    case "succeeded" -> {
                        return read(answer.body().path("result"));
                    }
                    case "failed" -> {
                        return failed("the verification failed: " + answer.body());
                    }
                    default -> TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                }
            }
            return failed("the verification has not ended within " + LIMIT.toMinutes() + " minutes");
        } catch (IOException e) {
            return failed("the verification got no answer: " + e.getMessage());
        }
    }

    private static Verification read(JsonNode result) {
        List<String> examples = new ArrayList<>();
        result.path("examples").forEach(example -> examples.add(example.toString()));
        return result.path("differences").isIntegralNumber()
                ? new Verification(result.path("differences").longValue(), examples)
                : failed("the verification doesn't say how many differences there are: " + result);
    }

    private static Verification failed(String reason) {
        return new Verification(null, List.of(reason));
    }
}
