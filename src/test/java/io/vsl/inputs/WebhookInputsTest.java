package io.vsl.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.AttemptContext;
import io.vsl.platform.security.Sha256;
import io.vsl.provider.SignedContext;
import io.vsl.testing.Application;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.TestJobs;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table {@code webhook}: each of its calls of our webhook gets exactly that answer. */
@NeedsServers
class WebhookInputsTest {

    private final Application application = Application.shared();
    private final UUID jobId = UUID.randomUUID();
    private final Map<String, String> made = new HashMap<>();

    static List<BadInput> inputs() {
        return BadInput.table("webhook");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void eachIsAnsweredExactlySo(BadInput input) {
        HttpResponse<String> answer = Http.send(request(input));

        if (input.number("status") == 200) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            ConsumerRecord<byte[], byte[]> letter =
                    Log.await(application.topic(input.text("letter") + ".dead-letter"), Log.key(jobId.toString()));
            assertThat(Log.header(letter, "dead-letter-reason")).isEqualTo(input.text("reason"));
        } else {
            Http.assertProblem(answer, input.number("status"), input.text("code"));
        }
    }

    private HttpRequest.Builder request(BadInput input) {
        String context = application.bean(SignedContext.class).sign(context());
        char other = context.charAt(6) == 'A' ? 'B' : 'A';
        made.put("job", jobId.toString());
        made.put("context", context);
        made.put("cutOff", context.substring(0, context.length() - 5));
        made.put("changed", context.substring(0, 6) + other + context.substring(7));
        byte[] body = input.bytes(made);
        if (body == null) {
            body = "{\"id\":\"p-%s\",\"status\":\"failed\"}".formatted(jobId).getBytes(StandardCharsets.UTF_8);
        }
        headers(input, body);
        HttpRequest.Builder request = Http.to(application.url() + "/webhook/replicate"
                        + BadInput.filled(input.find("query").orElse("?context=<context>"), made))
                .POST(BodyPublishers.ofByteArray(body));
        Map<String, List<String>> headers = new LinkedHashMap<>(Map.of(
                "Content-Type",
                List.of("application/json"),
                "webhook-id",
                List.of("msg-1"),
                "webhook-timestamp",
                List.of("<now>"),
                "webhook-signature",
                List.of("<right>")));
        input.find("without").ifPresent(headers::remove);
        headers.putAll(input.texts("headers"));
        headers.forEach((name, values) -> values.forEach(value -> request.header(name, BadInput.filled(value, made))));
        return request;
    }

    private void headers(BadInput input, byte[] body) {
        long time = Instant.now().getEpochSecond()
                + input.find("seconds").map(Long::parseLong).orElse(0L);
        byte[] signed = input.find("signs")
                .map(text -> text.replace("<body>", new String(body, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8))
                .orElse(body);
        String secret = input.find("secret").orElseGet(() -> Devstack.shared().get("REPLICATE_WEBHOOK_SECRET"));
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        String bare = Base64.getEncoder()
                .encodeToString(Sha256.hmac(key, ("msg-1." + time + ".").getBytes(StandardCharsets.UTF_8), signed));
        made.put("now", Long.toString(time));
        made.put("bare", bare);
        made.put("right", "v1," + bare);
    }

    private AttemptContext context() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new AttemptContext(TestJobs.pending(jobId, now), 1, 0, null);
    }
}
