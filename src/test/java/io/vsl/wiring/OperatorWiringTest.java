package io.vsl.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.http.HttpServers;
import io.vsl.testing.Http;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The template {@code operator-call} of {@code routes/admin.camel.yaml}: who calls, what is wanted, and what is wrong. */
@WithoutServers
@MockEndpointsAndSkip("kafka:.*")
class OperatorWiringTest {

    @Autowired
    private HttpServers servers;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/replays",
                "/admin/rebuilds",
                "/admin/verifications",
                "/admin/stages/store/skips",
                "/admin/dead-letters/store/redrives",
                "/admin/jobs/none/attempts"
            })
    void aUserIsRefusedBeforeTheBodyIsRead(String path) {
        Http.assertProblem(order(path, KnownCallers.USER, "not JSON"), 403, "FORBIDDEN");
        Http.assertProblem(order(path, "nobody's", "not JSON"), 401, "UNAUTHENTICATED");
    }

    @Test
    void everyFaultOfAnOrderIsNamedAtOnce() {
        HttpResponse<String> answer = order(
                "/admin/replays",
                KnownCallers.OPERATOR,
                "{\"since\": \"yesterday\", \"partition\": -1, \"dryRun\": \"yes\", \"colour\": 1}");

        assertThat(Http.assertProblem(answer, 400, "VALIDATION_FAILED")
                        .path("details")
                        .findValuesAsText("field"))
                .containsExactlyInAnyOrder("stage", "since", "partition", "dryRun", "colour");
    }

    @Test
    void anOrderThatIsNoJsonIsRefused() {
        Http.assertProblem(order("/admin/rebuilds", KnownCallers.OPERATOR, "not JSON"), 400, "MALFORMED_JSON");
        Http.assertProblem(order("/admin/rebuilds", KnownCallers.OPERATOR, "[1]"), 400, "MALFORMED_JSON");
    }

    private HttpResponse<String> order(String path, String key, String body) {
        return Http.send(Http.to("http://127.0.0.1:" + servers.port() + path)
                .header("X-API-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }
}
