package io.vsl.platform.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text is a URL, which is the same in its one form, or none. */
class WebUrlFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void anyTextIsAUrlOrNone(byte[] bytes) throws InvalidUrl {
        String text = new String(bytes, StandardCharsets.UTF_8);
        WebUrl url;
        try {
            url = WebUrl.parse(text);
        } catch (InvalidUrl e) {
            assertThat(e).hasMessageMatching("[A-Za-z0-9 ':/-]+");
            return;
        }
        assertThat(url.toString()).matches("https?://[!-~]+");
        WebUrl again = WebUrl.parseWithoutUser(url.toString());
        assertThat(again.toString()).isEqualTo(url.toString());
        assertThat(again.fileName()).isEqualTo(url.fileName());
        assertThat(url.resolve("?x").host()).isEqualTo(url.host());
        assertThat(url.resolve("/a").authority()).isEqualTo(url.authority());
    }
}
