package io.vsl.submit;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Places for files, and what S3 lets one do with them. */
@NeedsServers
class UploadsRouteTest {

    private static final byte[] CONTENT = "seventeen bytes!!".getBytes();

    private static Application application;

    private final String userId = "a|b@c-" + UUID.randomUUID();
    private final Client client = client(new Caller(userId, false));

    @BeforeAll
    static void start() {
        application = Application.start(Map.of("VSL_STAGES", "setup,submit", "VSL_REQUESTS_PER_HOUR", "3"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void aFileIsPutWhereItsUserIsInTheKey() {
        Client.Answer answer = client.post("/uploads", "{\"contentType\":\"image/png\",\"size\":17}");

        assertThat(answer.status()).isEqualTo(201);
        JsonNode place = answer.body();
        assertThat(place.path("method").asText()).isEqualTo("PUT");
        assertThat(place.path("headers").toString())
                .isIn(
                        "{\"Content-Type\":\"image/png\",\"Content-Length\":\"17\"}",
                        "{\"Content-Length\":\"17\",\"Content-Type\":\"image/png\"}");
        assertThat(Instant.parse(place.path("expiresAt").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(59)),
                        Instant.now().plus(Duration.ofMinutes(61)));
        assertThat(Http.put(place.path("url").asText(), "image/png", CONTENT).statusCode())
                .isEqualTo(200);
        HeadObjectResponse object = application.bean(S3Client.class).headObject(head -> head.bucket(
                        Devstack.shared().get("S3_BUCKET"))
                .key("temp/uploads/" + userId + "/"
                        + place.path("uploadId").asText().substring("upload:".length())));
        assertThat(object.contentLength()).isEqualTo(17);
        assertThat(object.contentType()).isEqualTo("image/png");
    }

    @Test
    void anotherTypeOrLengthIsRefusedByS3() {
        JsonNode place = client.post("/uploads", "{\"contentType\":\"image/png\",\"size\":17}")
                .body();

        assertThat(Http.put(place.path("url").asText(), "text/html", CONTENT).statusCode())
                .isEqualTo(403);
        assertThat(Http.put(place.path("url").asText(), "image/png", "sixteen bytes!!!".getBytes())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aPlaceIsForWritingOnly() {
        JsonNode place =
                client.post("/uploads", "{\"contentType\":\"image/png\"}").body();
        Http.put(place.path("url").asText(), "image/png", CONTENT);

        assertThat(Http.send(Http.to(place.path("url").asText()).header("Content-Type", "image/png"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void everyFaultIsTold() {
        HttpResponse<String> response = client.post(
                        "/uploads", "{\"contentType\":\"png\",\"size\":0,\"userId\":\"../x\",\"name\":\"a\"}")
                .response();

        assertThat(assertProblem(response, 400, "VALIDATION_FAILED")
                        .path("details")
                        .findValuesAsText("field"))
                .containsExactlyInAnyOrder("contentType", "size", "userId", "name");
        assertProblem(client.post("/uploads", "{}").response(), 400, "VALIDATION_FAILED");
    }

    @Test
    void nobodyGetsAPlaceOfAnotherUser() {
        assertProblem(
                client.post("/uploads", "{\"contentType\":\"image/png\",\"userId\":\"user123\"}")
                        .response(),
                403,
                "FORBIDDEN");
    }

    @Test
    void anOperatorSaysWhoseItIs() {
        Client operator = client(new Caller("ops", true));

        assertThat(operator.post("/uploads", "{\"contentType\":\"image/png\"}").status())
                .isEqualTo(400);
        assertThat(operator.post("/uploads", "{\"contentType\":\"image/png\",\"userId\":\"user123\"}")
                        .body()
                        .path("url")
                        .asText())
                .contains("/temp/uploads/user123/");
    }

    @Test
    void itIsCountedAsOthersAre() {
        for (int left = 2; left >= 0; left--) {
            Client.Answer answer = client.post("/uploads", "{\"contentType\":\"image/png\"}");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.response().headers().firstValueAsLong("X-RateLimit-Remaining"))
                    .hasValue(left);
        }

        assertProblem(
                client.post("/uploads", "{\"contentType\":\"image/png\"}").response(), 429, "RATE_LIMIT_EXCEEDED");
    }

    private static Client client(Caller caller) {
        String key = "key-" + UUID.randomUUID();
        application.bean(ApiKeys.class).register(key, caller);
        return new Client(application.url(), key);
    }
}
