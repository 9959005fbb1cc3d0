package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vsl.provider.Verdict;
import io.vsl.provider.Verdict.Genuine;
import io.vsl.provider.Webhook;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A webhook is genuine if and only if one of its signatures is that of its id, time and bytes, which the test works out by
 * itself, its time is near and its body is UTF-8. An input is three lines, id, time and signatures, and the body;
 * {@code SIGNATURE} stands for the right one.
 */
class VerifySignatureFuzzTest {

    private static final long NOW = 1_614_265_330;

    private static final byte[] KEY = "0123456789abcdef01234567".getBytes(StandardCharsets.US_ASCII);

    private static final VerifySignature SIGNATURES = new VerifySignature(
            TestReplicate.properties("whsec_" + Base64.getEncoder().encodeToString(KEY)),
            Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));

    @FuzzTest(maxDuration = "1m")
    void onlyWhatIsSignedIsGenuine(byte[] bytes) throws GeneralSecurityException {
        String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", 4);
        if (lines.length < 4) {
            return;
        }
        byte[] body = lines[3].getBytes(StandardCharsets.ISO_8859_1);
        String right = signature(lines[0] + "." + lines[1] + ".", body);
        String signatures = lines[2].replace("SIGNATURE", right);

        Verdict verdict = SIGNATURES.verify(new Webhook(
                "replicate",
                null,
                Map.of("webhook-id", lines[0], "webhook-timestamp", lines[1], "webhook-signature", signatures),
                body));

        boolean genuine = !lines[0].isEmpty()
                && Arrays.asList(signatures.split(" ")).contains("v1," + right)
                && isNear(lines[1])
                && isUtf8(body);
        assertThat(verdict instanceof Genuine).as(verdict.toString()).isEqualTo(genuine);
    }

    private static String signature(String before, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        mac.update(before.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    private static boolean isNear(String time) {
        return time.matches("[0-9]{1,12}") && Math.abs(Long.parseLong(time) - NOW) <= 300;
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
