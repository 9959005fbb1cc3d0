package io.vsl.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Idempotency-Key}: the same key and request of the same user is the same job, however often it is sent. */
@NeedsServers
class IdempotencyTest {

    private static final String GOOD = """
            {"userId":"user123","mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"%s"}}""";

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final String key = "order " + UUID.randomUUID();

    @Test
    void theSameKeyIsTheSameJobWithOnePrediction() {
        Set<String> jobs = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> client.submit(GOOD.formatted("a fox"), key))
                .map(answer -> answer.body().path("jobId").asText())
                .collect(Collectors.toSet());

        assertThat(jobs).hasSize(1);
        String jobId = jobs.iterator().next();
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
        Log.awaitDrained(application.topic("generate"), List.of(application.topic("job.accepted")));
        assertThat(Simulator.predictions(jobId)).isEqualTo(1);
    }

    @Test
    void sentAgainAfterItsEndItIsStillTheJobThatEnded() {
        String jobId =
                client.submit(GOOD.formatted("a fox"), key).body().path("jobId").asText();
        String ended = client.awaitOutcome(jobId).path("completedAt").asText();

        assertThat(client.submit(GOOD.formatted("a fox"), key)
                        .body()
                        .path("jobId")
                        .asText())
                .isEqualTo(jobId);

        for (String sink : List.of("sink-redis", "sink-dynamodb", "sink-postgres")) {
            Log.awaitDrained(application.topic(sink), List.of(application.topic("job.accepted")));
        }
        assertThat(client.status(jobId).body().path("status").asText()).isEqualTo("completed");
        assertThat(client.status(jobId).body().path("completedAt").asText()).isEqualTo(ended);
    }

    @Test
    void theSameRequestWrittenInAnotherWayIsTheSame() {
        String jobId =
                client.submit(GOOD.formatted("a fox"), key).body().path("jobId").asText();

        Client.Answer answer = client.submit("""
                { "parameters" : {}, "prompt":"a fox", "modelId":"flux-schnell", "mediaType":"image" }""", key);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("jobId").asText()).isEqualTo(jobId);
    }

    @Test
    void theSameKeyWithAnotherRequestIsRefused() {
        client.submit(GOOD.formatted("a fox"), key);

        Client.Answer answer = client.submit(GOOD.formatted("a hare"), key);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void aRequestThatWasWrongLeavesTheKeyFree() {
        assertThat(client.submit("{\"modelId\":\"flux-schnell\"}", key).status())
                .isEqualTo(400);

        assertThat(client.submit(GOOD.formatted("a fox"), key).status()).isEqualTo(202);
    }

    @Test
    void theKeyOfAnotherUserIsAnother() {
        Client operator = new Client(application.url(), Devstack.shared().get("VSL_OPERATOR_KEY"));

        String mine =
                client.submit(GOOD.formatted("a fox"), key).body().path("jobId").asText();
        String anothers = operator.submit(GOOD.formatted("a fox").replace("user123", "user456"), key)
                .body()
                .path("jobId")
                .asText();

        assertThat(anothers).isNotEmpty().isNotEqualTo(mine);
    }

    @Test
    void withoutRedisTheSameKeyIsTheSameJobToo() {
        Devstack.shared().pause("redis");
        try {
            String first = client.submit(GOOD.formatted("a fox"), key)
                    .body()
                    .path("jobId")
                    .asText();

            assertThat(client.submit(GOOD.formatted("a fox"), key)
                            .body()
                            .path("jobId")
                            .asText())
                    .isEqualTo(first);
        } finally {
            Devstack.shared().resume("redis");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a\tb"})
    void aKeyThatIsNotPrintableAsciiIsRefused(String wrong) {
        Client.Answer answer = client.submit(GOOD.formatted("a fox"), wrong);

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aKeyHas255CharactersAtMost() {
        String longest = (key + "x".repeat(255)).substring(0, 255);

        assertThat(client.submit(GOOD.formatted("a fox"), longest).status()).isEqualTo(202);
        assertThat(client.submit(GOOD.formatted("a fox"), longest + "x")
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("INVALID_IDEMPOTENCY_KEY");
    }
}
