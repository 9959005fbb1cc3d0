package io.vsl.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediaTypeTest {

    @Test
    void isWrittenInLowerCaseInMessagesToo() {
        assertThat("not %s".formatted(MediaType.VIDEO)).isEqualTo("not video");
    }

    @Test
    void followsFromAContentType() {
        assertThat(MediaType.ofContent("video/mp4")).contains(MediaType.VIDEO);
        assertThat(MediaType.ofContent("videos/mp4")).isEmpty();
        assertThat(MediaType.ofContent("application/zip")).isEmpty();
    }
}
