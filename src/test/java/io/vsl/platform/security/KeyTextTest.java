package io.vsl.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The form of the keys that VSL makes. */
class KeyTextTest {

    private final String key = KeyText.make(new SecureRandom());

    @Test
    void aKeyHasItsForm() {
        assertThat(key).matches("vsl_live_[0-9A-Za-z]{49}");
        assertThat(KeyText.isPlausible(key)).isTrue();
        assertThat(KeyText.prefix(key)).hasSize(13);
        assertThat(key).startsWith(KeyText.prefix(key));
    }

    @Test
    void noTwoAreAlike() {
        SecureRandom random = new SecureRandom();
        Set<String> keys =
                IntStream.range(0, 1000).mapToObj(i -> KeyText.make(random)).collect(Collectors.toSet());
        assertThat(keys).hasSize(1000);
    }

    /** Also a key of zeros has all its digits. */
    @Test
    void smallNumbersAreAsLong() {
        SecureRandom zeros = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 0);
            }
        };
        assertThat(KeyText.make(zeros)).matches("vsl_live_0{43}[0-9A-Za-z]{6}");
    }

    @Test
    void oneThatWasMistypedOrCutOffIsNone() {
        for (int i = "vsl_live_".length(); i < key.length(); i++) {
            char other = key.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(KeyText.isPlausible(key.substring(0, i) + other + key.substring(i + 1)))
                    .as("at " + i)
                    .isFalse();
        }
        assertThat(KeyText.isPlausible(key.substring(0, key.length() - 1))).isFalse();
        assertThat(KeyText.isPlausible(key + "0")).isFalse();
        assertThat(KeyText.isPlausible("vsl_live_")).isFalse();
    }

    @Test
    void keysOfOtherFormsMayBeKeys() {
        assertThat(KeyText.isPlausible("vsl_0123456789abcdef")).isTrue();
        assertThat(KeyText.isPlausible("x")).isTrue();
    }
}
