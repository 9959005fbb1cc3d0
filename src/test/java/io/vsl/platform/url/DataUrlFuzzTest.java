package io.vsl.platform.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text is a data URL, which is the same in its one form, or none. */
class DataUrlFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void anyTextIsADataUrlOrNone(byte[] bytes) throws InvalidUrl {
        String text = new String(bytes, StandardCharsets.UTF_8);
        DataUrl url;
        try {
            url = DataUrl.parse(text);
        } catch (InvalidUrl e) {
            return;
        }
        assertThat(DataUrl.isMeant(text)).isTrue();
        assertThat(url.toString()).matches("data:[!-~]+");
        DataUrl again = DataUrl.parse(url.toString());
        assertThat(again.contentType()).isEqualTo(url.contentType());
        assertThat(again.content()).isEqualTo(url.content());
        assertThat(DataUrl.isMeant(DataUrl.omitted(text))).isTrue();
    }
}
