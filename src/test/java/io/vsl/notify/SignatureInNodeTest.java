package io.vsl.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.delivery.Delivery;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we sign is accepted by the library that receivers in Node use. */
class SignatureInNodeTest {

    private static final String ABSENCE = "standardwebhooks for Node is absent: npm ci --prefix src/test/clients";

    @BeforeEach
    void requireTheLibrary() throws Exception {
        if (!isAccepted("", "version")) {
            if ("required".equals(System.getProperty("vsl.clients"))) {
                fail(ABSENCE);
            }
            Assumptions.abort(ABSENCE);
        }
    }

    @Test
    void theSignatureIsAcceptedAndAnotherBodyIsNot() throws Exception {
        String body = "{\"event\":\"test\",\"ü\":\"⛵\"}";
        byte[] other = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
        Delivery delivery = Deliver.to("https://example.com/", List.of(other, Deliver.KEY));
        Map<String, String> headers =
                SignDelivery.headers(delivery, Instant.now(), body.getBytes(StandardCharsets.UTF_8));

        assertThat(isAccepted(call(headers, body), "verify")).isTrue();
        assertThat(isAccepted(call(headers, body + " "), "verify")).isFalse();
    }

    private static String call(Map<String, String> headers, String body) throws IOException {
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "secret",
                        "whsec_" + Base64.getEncoder().encodeToString(Deliver.KEY),
                        "headers",
                        headers,
                        "body",
                        body));
    }

    private static boolean isAccepted(String input, String verb) throws InterruptedException {
        try {
            Process node = new ProcessBuilder("node", "src/test/clients/webhook.mjs", verb)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream given = node.getOutputStream()) {
                given.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It has ended already, and says by its exit what it thinks.
            }
            return node.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
