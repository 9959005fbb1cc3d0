package io.vsl.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Whatever a header says: who has not said the tag, or any, has not the answer. Each line of an input is a header. */
class EntityTagFuzzTest {

    private static final String TAG = EntityTag.of(new byte[] {1});

    @FuzzTest(maxDuration = "1m")
    void onlyWhoSaysItHasIt(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!text.contains("*") && !text.contains(TAG.substring("W/".length()))) {
            assertThat(EntityTag.isAmong(text, TAG)).isFalse();
            assertThat(EntityTag.isAmong(Arrays.asList(text.split("\n")), TAG)).isFalse();
        }
        assertThat(EntityTag.isAmong("\"x\", " + TAG + "," + text, TAG)).isTrue();
    }
}
