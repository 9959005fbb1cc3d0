package io.vsl.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptContext;
import io.vsl.job.Estimate;
import io.vsl.job.Job;
import io.vsl.job.JobRequest;
import io.vsl.job.MediaType;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.security.Sha256;
import io.vsl.provider.ContextKeys.Key;
import io.vsl.provider.ContextKeys.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.TransientDataAccessException;

class SignedContextTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    private final SignedContext contexts = contexts("whsec_one", 1);

    @Test
    void whatWeSignedComesBackAsItWas() {
        AttemptContext context = context("plain");

        assertThat(contexts.verify(contexts.sign(context))).contains(context);
    }

    @Test
    void aContextCanStandInAUrlAsItIs() {
        assertThat(contexts.sign(context("é🦊\"&?#"))).matches("v2\\.1\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
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
    void aContextOfAnotherKeyIsNotOurs() {
        String token =
                contexts("whsec_one", List.of(row(2, true))).sign(context("x")).replace("v2.2.", "v2.1.");

        contexts.look(token);
        assertThat(contexts.verify(token)).isEmpty();
    }

    @Test
    void aContextIsOursWhateverBecameOfTheWebhooksSecret() {
        SignedContext rotated = contexts("whsec_other", 1);
        String token = contexts.sign(context("x"));

        rotated.look(token);
        assertThat(rotated.verify(token)).contains(context("x"));
    }

    @Test
    void afterARotationTheNewestKeySignsAndAllVerify() {
        List<Row> rows = new ArrayList<>(List.of(row(1, true)));
        String before = contexts("whsec_one", rows).sign(context("x"));
        rows.add(row(2, true));

        String after = contexts("whsec_one", rows).sign(context("x"));

        assertThat(after).startsWith("v2.2.");
        for (String token : List.of(before, after)) {
            SignedContext started = contexts("whsec_one", rows);
            assertThat(started.verify(token)).as("nothing is known yet").isEmpty();
            started.look(token);
            assertThat(started.verify(token)).contains(context("x"));
        }
    }

    @Test
    void aKeyThatNotEveryProcessCanHaveFoundDoesNotSignYet() {
        assertThat(contexts("whsec_one", List.of(row(1, true), row(2, false))).sign(context("x")))
                .startsWith("v2.1.");
        assertThat(contexts("whsec_one", List.of(row(1, false))).sign(context("x")))
                .startsWith("v2.1.");
    }

    @Test
    void withoutAnyKeyNothingIsSigned() {
        assertThatThrownBy(() -> contexts("whsec_one", List.of()).requireKey())
                .isInstanceOf(TransientDataAccessException.class);
    }

    @Test
    void aContextOfTheFormBeforeIsOursUnderEachSecretThatIsInForce() throws IOException {
        String token = before("whsec_one", context("x"));

        assertThat(contexts("whsec_one", 1).verify(token)).contains(context("x"));
        assertThat(contexts("whsec_new, whsec_one", 1).verify(token)).contains(context("x"));
        assertThat(contexts("whsec_new", 1).verify(token)).isEmpty();
        assertThat(contexts("", 1).verify(token)).isEmpty();
        assertThat(contexts("", 1).verify(before("\0", context("x")))).isEmpty();
    }

    @Test
    void anOlderSecretStandsInNoText() {
        assertThat(new OlderSecrets(List.of("whsec_one"))).hasToString("OlderSecrets[1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a",
                "a.",
                ".a",
                "a.b",
                "a.b.c",
                "v2.1.a.b",
                "v2.1.a",
                "v2.9.a.b",
                "v2.99999999999.a.b",
                "v2.0.a.b",
                "v3.1.a.b",
                "é.é",
                "%.%",
                "null.null",
                "\0.\0"
            })
    void whatIsNoContextIsNone(String token) {
        assertThat(contexts.verify(token)).isEmpty();
    }

    @Test
    void aVeryLongTokenIsNone() {
        assertThat(contexts.verify("A".repeat(1_000_000) + "." + "A".repeat(1_000_000)))
                .isEmpty();
    }

    private static AttemptContext context(String text) {
        JobRequest request = new JobRequest(
                "user123",
                MediaType.IMAGE,
                "flux-schnell",
                JSON.createObjectNode(),
                "https://example.com/hook",
                JSON.createObjectNode().put("note", text));
        return new AttemptContext(
                Job.pending(
                        UUID.fromString("0190b3a0-0000-7000-8000-000000000000"),
                        request,
                        Instant.parse("2026-01-01T10:30:00Z"),
                        new Estimate(BigDecimal.valueOf(5), new BigDecimal("0.003"), null, List.of())),
                1,
                0,
                null);
    }

    /** As the release before signed. */
    private static String before(String secret, AttemptContext context) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            JSON.writeValue(deflater, context);
        }
        String content = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
        byte[] key = Sha256.hmac(
                secret.getBytes(StandardCharsets.UTF_8), "vsl webhook context".getBytes(StandardCharsets.UTF_8));
        return content + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Sha256.hmac(key, content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Row row(int version, boolean settled) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) version);
        return new Row(new Key(version, key), settled);
    }

    private static SignedContext contexts(String secrets, int version) {
        return contexts(secrets, List.of(row(version, true)));
    }

    private static SignedContext contexts(String secrets, List<Row> rows) {
        return new SignedContext(
                JSON,
                new OlderSecrets(Stream.of(secrets.split("[,\\s]+"))
                        .filter(it -> !it.isEmpty())
                        .toList()),
                new ContextKeys(() -> rows, System::nanoTime));
    }
}
