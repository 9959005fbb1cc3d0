package io.vsl.submit;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many requests a user may make. */
@NeedsServers
class RequestLimitsTest {

    private static final String GOOD = """
            {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    private static final int PER_HOUR = 3;

    private static Application application;

    private final String userId = "limited-" + UUID.randomUUID();
    private final Client client = client(new Caller(userId, false));

    @BeforeAll
    static void start() {
        application = Application.start(Map.of(
                "VSL_STAGES",
                "setup,submit",
                "VSL_REQUESTS_PER_HOUR",
                Integer.toString(PER_HOUR),
                "VSL_REQUESTS_PER_DAY",
                "1000"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void everyAnswerSaysWhatIsLeft() {
        for (int left = PER_HOUR - 1; left >= 0; left--) {
            HttpResponse<String> response = client.submit(GOOD).response();

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.headers().firstValueAsLong("X-RateLimit-Limit")).hasValue(PER_HOUR);
            assertThat(response.headers().firstValueAsLong("X-RateLimit-Remaining"))
                    .hasValue(left);
            assertThat(response.headers().firstValueAsLong("X-RateLimit-Reset").orElseThrow())
                    .isBetween(
                            Instant.now().getEpochSecond() + 3500, Instant.now().getEpochSecond() + 3601);
        }
    }

    @Test
    void whatIsBeyondIsRefusedAndNotInKafka() {
        for (int i = 0; i < PER_HOUR; i++) {
            client.submitted(GOOD);
        }
        long before = requests();

        HttpResponse<String> response = client.submit(GOOD).response();

        JsonNode problem = assertProblem(response, 429, "RATE_LIMIT_EXCEEDED");
        assertThat(problem.path("retryAfter").asLong()).isBetween(3500L, 3601L);
        assertThat(response.headers().firstValueAsLong("Retry-After"))
                .hasValue(problem.path("retryAfter").asLong());
        assertThat(response.headers().firstValueAsLong("X-RateLimit-Remaining")).hasValue(0);
        assertThat(requests()).isEqualTo(before);
    }

    @Test
    void aWrongRequestCountsAndSaysSo() {
        HttpResponse<String> response = client.submit("{}").response();

        assertProblem(response, 400, "VALIDATION_FAILED");
        assertThat(response.headers().firstValueAsLong("X-RateLimit-Remaining")).hasValue(PER_HOUR - 1);
    }

    @Test
    void theKeysOfAUserShareOneCount() {
        Client other = client(new Caller(userId, false));
        client.submitted(GOOD);

        assertThat(other.submit(GOOD).response().headers().firstValueAsLong("X-RateLimit-Remaining"))
                .hasValue(PER_HOUR - 2);
    }

    @Test
    void anotherUserIsNotKeptOut() {
        for (int i = 0; i < PER_HOUR; i++) {
            client.submitted(GOOD);
        }

        client(new Caller("limited-" + UUID.randomUUID(), false)).submitted(GOOD);
    }

    @Test
    void aKeysOwnLimitsHold() {
        Client own = client(new Caller(userId, false, 9, 7));

        HttpResponse<String> response = own.submit(GOOD).response();

        assertThat(response.headers().firstValueAsLong("X-RateLimit-Limit")).hasValue(7);
    }

    @Test
    void aKeyWithoutLimitsIsNotCounted() {
        Client unlimited = client(new Caller(userId, false, 0, 0));

        for (int i = 0; i < PER_HOUR + 2; i++) {
            HttpResponse<String> response = unlimited.submit(GOOD).response();

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.headers().firstValue("X-RateLimit-Limit")).isEmpty();
        }
    }

    @Test
    void operatorsAreNotCounted() {
        Client operator = client(new Caller("operator-" + UUID.randomUUID(), true));

        for (int i = 0; i < PER_HOUR + 2; i++) {
            operator.submitted(GOOD.replaceFirst("\\{", "{\"userId\":\"user123\","));
        }
    }

    @Test
    void withoutRedisNobodyIsKeptOut() {
        Devstack.shared().stop("redis");
        try {
            for (int i = 0; i < PER_HOUR + 2; i++) {
                client.submitted(GOOD);
            }
        } finally {
            Devstack.shared().start("redis");
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> client.submit(GOOD)
                .response()
                .headers()
                .firstValue("X-RateLimit-Limit")
                .isPresent());
    }

    private static Client client(Caller caller) {
        String key = "vsl_" + UUID.randomUUID();
        application.bean(ApiKeys.class).register(key, caller);
        return new Client(application.url(), key);
    }

    private static long requests() {
        return Log.read(application.topic("job.requested")).size();
    }
}
