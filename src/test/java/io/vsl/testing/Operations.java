package io.vsl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What an operator has an application do. */
public final class Operations {

    private Operations() {}

    /** Has it done, waits for its end, expects success and gives its result. */
    public static JsonNode done(Application admin, String path, String body) {
        String key = Devstack.shared().get("VSL_OPERATOR_KEY");
        HttpResponse<String> order = Http.send(
                Http.to(admin.url() + path).header("X-API-Key", key).POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(order.statusCode()).as(order.body()).isEqualTo(202);
        String location = order.headers().firstValue("Location").orElseThrow();
        JsonNode operation = Awaitility.await(path)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> Http.json(Http.send(Http.to(admin.url() + location)
                                        .header("X-API-Key", key)
                                        .GET())
                                .body()),
                        state -> !state.path("state").asText().equals("running"));
        assertThat(operation.path("state").asText()).as(operation.toString()).isEqualTo("succeeded");
        return operation.path("result");
    }
}
