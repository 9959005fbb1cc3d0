package io.vsl.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether who asks has the answer already. */
class EntityTagTest {

    private final String tag = EntityTag.of("a job".getBytes(StandardCharsets.UTF_8));

    @Test
    void aTagIsOfTheBytes() {
        assertThat(tag)
                .matches("W/\"[A-Za-z0-9_-]{16}\"")
                .isEqualTo(EntityTag.of("a job".getBytes(StandardCharsets.UTF_8)));
        assertThat(EntityTag.of("another".getBytes(StandardCharsets.UTF_8))).isNotEqualTo(tag);
    }

    @Test
    void whoNamesItHasIt() {
        assertThat(EntityTag.isAmong(tag, tag)).isTrue();
        assertThat(EntityTag.isAmong(tag.substring("W/".length()), tag)).isTrue();
        assertThat(EntityTag.isAmong("\"x\", " + tag, tag)).isTrue();
        assertThat(EntityTag.isAmong(List.of("\"x\"", tag), tag)).isTrue();
        assertThat(EntityTag.isAmong("*", tag)).isTrue();
    }

    @Test
    void anybodyElseHasNot() {
        assertThat(EntityTag.isAmong(null, tag)).isFalse();
        assertThat(EntityTag.isAmong("", tag)).isFalse();
        assertThat(EntityTag.isAmong("\"x\"", tag)).isFalse();
        assertThat(EntityTag.isAmong(tag.substring("W/\"".length()), tag)).isFalse();
    }
}
