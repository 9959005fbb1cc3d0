package io.vsl.platform.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptContext;
import io.vsl.job.Job;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import io.vsl.platform.json.JsonConfiguration;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class SignedContextTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    private final SignedContext contexts = contexts("one");

    @Test
    void whatWeSignedComesBackAsItWas() {
        AttemptContext context = context("plain");

        assertThat(contexts.verify(contexts.sign(context))).contains(context);
    }

    @Test
    void aContextCanStandInAUrlAsItIs() {
        assertThat(contexts.sign(context("é🦊\"&?#"))).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    }

    @Test
    void theLargestMetadataStillFitsIntoAUrl() {
        byte[] noise = new byte[1_000];
        new Random(1).nextBytes(noise);
        AttemptContext context = context(new BigInteger(1, noise).toString(36));

        String token = contexts.sign(context);

        assertThat(token).hasSizeLessThan(6_000);
        assertThat(contexts.verify(token)).contains(context);
    }

    @Test
    void eachChangedCharacterIsNoticed() {
        String token = contexts.sign(context("x"));
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            // The last character of a part has bits that stand for nothing: of the signature they may differ.
            if (i < token.length() - 1) {
                assertThat(contexts.verify(changed)).as("character %d", i).isEmpty();
            }
        }
    }

    @Test
    void aContextOfAnotherSecretIsNotOurs() {
        assertThat(contexts.verify(contexts("another").sign(context("x")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a", "a.", ".a", "a.b", "a.b.c", "é.é", "%.%", "null.null", "\0.\0"})
    void whatIsNoContextIsNone(String token) {
        assertThat(contexts.verify(token)).isEmpty();
    }

    @Test
    void aVeryLongTokenIsNone() {
        assertThat(contexts.verify("A".repeat(1_000_000) + "." + "A".repeat(1_000_000))).isEmpty();
    }

    private static AttemptContext context(String text) {
        JobRequest request = new JobRequest("user123", MediaType.IMAGE, "flux-schnell", JSON.createObjectNode(),
                "https://example.com/hook", JSON.createObjectNode().put("note", text));
        return new AttemptContext(Job.pending(UUID.fromString("0190b3a0-0000-7000-8000-000000000000"), request,
                Instant.parse("2026-01-01T10:30:00Z"), BigDecimal.valueOf(5), new BigDecimal("0.003"), List.of()),
                1, null);
    }

    private static SignedContext contexts(String secret) {
        return new SignedContext(JSON, new ReplicateProperties(URI.create("http://localhost"), "r8_test",
                "whsec_" + secret, URI.create("http://localhost"), List.of(), DataSize.ofBytes(1), Duration.ZERO));
    }
}
