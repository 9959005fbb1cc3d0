package io.vsl.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Any text can be asked about; of those that begin as our keys do, only whole ones are plausible. */
class KeyTextFuzzTest {

    private static final String KEY = KeyText.make(new SecureRandom(new byte[] {1}));

    @FuzzTest(maxDuration = "1m")
    void anyTextIsAKeyOrNone(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean plausible = KeyText.isPlausible(text);
        assertThat(plausible || text.startsWith("vsl_live_")).isTrue();
        if (plausible && text.startsWith("vsl_live_")) {
            assertThat(text).hasSameSizeAs(KEY);
        }
        // A mistyped key is none.
        if (!text.isEmpty()) {
            int at = 9 + Math.floorMod(bytes[0], KEY.length() - 9);
            String mistyped = KEY.substring(0, at) + text.charAt(text.length() - 1) + KEY.substring(at + 1);
            assertThat(KeyText.isPlausible(mistyped)).isEqualTo(mistyped.equals(KEY));
        }
    }
}
