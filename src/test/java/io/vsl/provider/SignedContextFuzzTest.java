package io.vsl.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.platform.security.Sha256;
import io.vsl.provider.ContextKeys.Key;
import io.vsl.provider.ContextKeys.Row;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** No token is ours that we have not signed; and one that is signed, whatever it has in it, is a context or none. */
class SignedContextFuzzTest {

    private static final byte[] KEY = new byte[32];

    private static final SignedContext CONTEXTS = new SignedContext(
            JsonConfiguration.json(),
            new OlderSecrets(List.of("whsec_one")),
            new ContextKeys(() -> List.of(new Row(new Key(1, KEY), true)), System::nanoTime));

    @FuzzTest(maxDuration = "1m")
    void onlyWhatIsSignedIsOurs(byte[] bytes) {
        String token = new String(bytes, StandardCharsets.UTF_8);
        CONTEXTS.look(token);
        assertThat(CONTEXTS.verify(token)).isEmpty();

        String signed = "v2.1." + encoded(bytes);
        String whole = signed + "." + encoded(Sha256.hmac(KEY, signed.getBytes(StandardCharsets.US_ASCII)));
        CONTEXTS.look(whole);
        CONTEXTS.verify(whole).ifPresent(context -> assertThat(CONTEXTS.verify(CONTEXTS.sign(context)))
                .contains(context));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
