package io.vsl.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.http.HttpServers;
import io.vsl.testing.Http;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.EndpointInject;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code routes/submit.camel.yaml}: nothing is answered with 202 that Kafka has not taken. */
@WithoutServers
@MockEndpointsAndSkip("kafka:.*")
class SubmitWiringTest {

    private static final String GOOD = """
            {"mediaType": "image", "modelId": "flux-schnell", "parameters": {"prompt": "a lighthouse"}}""";

    @EndpointInject("mock:kafka:named-by-each-record")
    private MockEndpoint kafka;

    @Autowired
    private HttpServers servers;

    @BeforeEach
    void nothingWasWritten() {
        kafka.reset();
    }

    @Test
    void aGoodRequestIsOneRecordOfItsJobAndThen202() {
        HttpResponse<String> answer = submit(KnownCallers.USER, GOOD);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String jobId = Http.json(answer.body()).path("jobId").asText();
        assertThat(answer.headers().firstValue("Location")).contains("/status/" + jobId);
        assertThat(kafka.getReceivedExchanges()).hasSize(1);
        Message record = (Message) kafka.getReceivedExchanges()
                .get(0)
                .getMessage()
                .getBody(List.class)
                .get(0);
        assertThat(record.getHeader(KafkaConstants.OVERRIDE_TOPIC)).isEqualTo("vsl.job.requested");
        assertThat(new String((byte[]) record.getHeader(KafkaConstants.KEY), StandardCharsets.UTF_8))
                .isEqualTo(jobId);
        assertThat(Http.json(new String((byte[]) record.getBody(), StandardCharsets.UTF_8))
                        .path("userId")
                        .asText())
                .isEqualTo("user123");
    }

    @Test
    void whatKafkaHasNotTakenIsAnswered503() {
        kafka.whenAnyExchangeReceived(exchange -> {
            throw new TimeoutException("nobody has acknowledged it");
        });

        HttpResponse<String> answer = submit(KnownCallers.USER, GOOD);

        Http.assertProblem(answer, 503, "LOG_UNAVAILABLE");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void whatKafkaWillNeverTakeIsAnswered413() {
        kafka.whenAnyExchangeReceived(exchange -> {
            throw new RecordTooLargeException("larger than the topic allows");
        });

        Http.assertProblem(submit(KnownCallers.USER, GOOD), 413, "BODY_TOO_LARGE");
    }

    @Test
    void aWrongRequestIsNotWritten() {
        HttpResponse<String> answer = submit(KnownCallers.USER, "{\"mediaType\": \"image\", \"colour\": 1}");

        assertThat(Http.assertProblem(answer, 400, "VALIDATION_FAILED")
                        .path("details")
                        .findValuesAsText("field"))
                .containsExactlyInAnyOrder("colour", "modelId");
        assertThat(kafka.getReceivedExchanges()).isEmpty();
    }

    @Test
    void whoCallsIsAskedBeforeWhatIsWanted() {
        HttpResponse<String> answer = submit("nobody's", "not even JSON");

        Http.assertProblem(answer, 401, "UNAUTHENTICATED");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("ApiKey realm=\"vsl\"");
        assertThat(kafka.getReceivedExchanges()).isEmpty();
    }

    /** As a program does that follows references. */
    @Test
    void whatIsSaidOfTheTopicsNeedsNoKeyAndLeadsToTheSchemas() {
        HttpResponse<String> topics = Http.send(Http.to(url("/asyncapi.json")));
        List<String> schemas = Http.json(topics.body()).findValuesAsText("$ref").stream()
                .filter(reference -> !reference.startsWith("#"))
                .distinct()
                .toList();

        assertThat(topics.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(schemas).hasSize(8).allSatisfy(reference -> {
            HttpResponse<String> schema = Http.send(
                    Http.to(topics.uri().resolve(reference).toString()).header("Accept", "text/plain"));
            assertThat(schema.statusCode()).as(reference).isEqualTo(200);
            assertThat(schema.headers().firstValue("Content-Type")).contains("application/schema+json");
            assertThat(Http.json(schema.body()).path("title").asText()).isNotEmpty();
        });
        assertThat(Http.send(Http.to(url("/schemas/job.json"))).statusCode()).isEqualTo(200);
        Http.assertProblem(Http.send(Http.to(url("/schemas/job"))), 404, "NOT_FOUND");
        Http.assertProblem(Http.send(Http.to(url("/schemas/..%2Fopenapi.yaml"))), 404, "NOT_FOUND");
    }

    @Test
    void modelsAreListedToWhoeverHasAKey() {
        HttpResponse<String> answer = Http.send(Http.to(url("/models")).header("X-API-Key", KnownCallers.USER));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("flux-schnell", "musicgen");
        Http.assertProblem(Http.send(Http.to(url("/models"))), 401, "UNAUTHENTICATED");
    }

    private HttpResponse<String> submit(String key, String body) {
        return Http.send(Http.to(url("/generate-media"))
                .header("X-API-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + servers.port() + path;
    }
}
