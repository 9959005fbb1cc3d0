package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.security.Sha256;
import io.vsl.provider.Verdict;
import io.vsl.provider.Verdict.Genuine;
import io.vsl.provider.Verdict.Refused;
import io.vsl.provider.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifySignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final long SENT = 1_614_265_330;
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String VECTOR = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private final Map<String, Object> headers = new HashMap<>(
            Map.of("webhook-id", ID, "webhook-timestamp", Long.toString(SENT), "webhook-signature", VECTOR));

    @Test
    void theStandardsTestVectorIsGenuine() {
        assertThat(verify(SECRET, 0)).isEqualTo(new Genuine(ID));
    }

    @Test
    void aWebhookOfReplicatesIsVerifiedByIt() {
        Replicate replicate = new Replicate(
                TestReplicate.properties(SECRET),
                JsonConfiguration.json(),
                Clock.fixed(Instant.ofEpochSecond(SENT), ZoneOffset.UTC));

        assertThat(replicate.verify(new Webhook("replicate", null, headers, BODY)))
                .isEqualTo(new Genuine(ID));
    }

    @ParameterizedTest
    @CsvSource({"300, true", "301, false", "-300, true", "-301, false"})
    void fiveMinutesAreTheLimitInBothDirections(long later, boolean genuine) {
        Verdict verdict = verify(SECRET, later);

        assertThat(verdict instanceof Genuine).isEqualTo(genuine);
        if (verdict instanceof Refused refused) {
            assertThat(refused.reason()).isEqualTo("timestamp");
            assertThat(refused.likely()).contains("301 seconds " + (later < 0 ? "ahead" : "ago"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void aHeaderThatIsMissingOrThereTwiceIsRefused(String name) {
        headers.put(name, List.of("a", "b"));
        assertThat(reason()).isEqualTo("headers");

        headers.remove(name);
        assertThat(reason()).isEqualTo("headers");
    }

    @Test
    void anIdThatIsEmptyIsNone() {
        headers.put("webhook-id", "");

        assertThat(reason()).isEqualTo("headers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "v1",
                "v1,",
                "v1,AAAA",
                "v1,%%%",
                "v2,AAAA",
                ",",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            })
    void aSignatureThatIsNoneIsRefused(String signature) {
        headers.put("webhook-signature", signature);

        assertThat(reason()).isEqualTo("signature");
    }

    @Test
    void oneGoodSignatureAmongSeveralIsEnough() {
        headers.put("webhook-signature", "v1,AAAA v2,x " + VECTOR);

        assertThat(verify(SECRET, 0)).isInstanceOf(Genuine.class);
    }

    @Test
    void eachOfSeveralSecretsIsGood() {
        String other = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);

        assertThat(verify(other + ", " + SECRET, 0)).isInstanceOf(Genuine.class);
        assertThat(verify(SECRET + " " + other, 0)).isInstanceOf(Genuine.class);
        assertThat(verify(other, 0)).isInstanceOf(Refused.class);
        assertThat(verify(SECRET.substring("whsec_".length()), 0)).isInstanceOf(Genuine.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1e9", "99999999999999999999999"})
    void aTimeThatCannotBeReadIsForEverAgo(String timestamp) {
        headers.put("webhook-timestamp", timestamp);
        headers.put("webhook-signature", signature(ID + "." + timestamp + ".", BODY));

        assertThat(reason()).isEqualTo("timestamp");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedThoughSigned() {
        byte[] body = ("\"" + "x".repeat(20_000) + "?\"").getBytes(StandardCharsets.UTF_8);
        headers.put("webhook-signature", signature(ID + "." + SENT + ".", body));
        assertThat(verify(SECRET, 0, body)).isInstanceOf(Genuine.class);

        body[body.length - 2] = (byte) 0xff;
        headers.put("webhook-signature", signature(ID + "." + SENT + ".", body));
        assertThat(verify(SECRET, 0, body))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo("encoding"));
    }

    @Test
    void aSecretThatIsNoneStopsTheProcess() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> verify("whsec_%%%", 0))
                .withMessageContaining("REPLICATE_WEBHOOK_SECRET");
        assertThatIllegalStateException()
                .isThrownBy(() -> verify("", 0))
                .withMessageContaining("REPLICATE_WEBHOOK_SECRET");
    }

    private static String signature(String before, byte[] body) {
        byte[] key = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
        return "v1,"
                + Base64.getEncoder().encodeToString(Sha256.hmac(key, before.getBytes(StandardCharsets.UTF_8), body));
    }

    private String reason() {
        return ((Refused) verify(SECRET, 0)).reason();
    }

    private Verdict verify(String secrets, long later) {
        return verify(secrets, later, BODY);
    }

    private Verdict verify(String secrets, long later, byte[] body) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(SENT + later), ZoneOffset.UTC);
        return new VerifySignature(TestReplicate.properties(secrets), clock)
                .verify(new Webhook("replicate", null, headers, body));
    }
}
