package io.vsl.erase;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.MediaType;
import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPropertiesTest {

    @Test
    void defaults() {
        RetentionProperties defaults = SettingsOf.defaults(RetentionProperties.class);

        assertThat(defaults)
                .isEqualTo(
                        new RetentionProperties(null, null, null, Duration.ofMinutes(1), 500, Duration.ofMinutes(10)));
        assertThat(defaults.byType()).as("for good").isEmpty();
    }

    @Test
    void fullMapping() throws Exception {
        RetentionProperties all = new RetentionProperties(
                Duration.ofDays(30),
                Duration.ofHours(1),
                Duration.ofDays(365),
                Duration.ofSeconds(5),
                7,
                Duration.ofMinutes(2));
        assertMapped(
                Map.of(
                        "vsl.media.retention.image", "30d",
                        "vsl.media.retention.video", "1h",
                        "vsl.media.retention.audio", "365d",
                        "vsl.media.retention.period", "5s",
                        "vsl.media.retention.limit", "7",
                        "vsl.media.retention.lease", "2m"),
                all);
        assertThat(all.byType())
                .isEqualTo(Map.of(
                        MediaType.IMAGE, Duration.ofDays(30),
                        MediaType.VIDEO, Duration.ofHours(1),
                        MediaType.AUDIO, Duration.ofDays(365)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsl.media.retention.image | 59m | is 59m. Allowed is 1h to 36500d",
                "VSL_MEDIA_RETENTION_VIDEO | 36501d | is 36501d. Allowed is 1h to 36500d",
                "vsl.media.retention.limit | 0 | is 0. Allowed is 1 to 10000",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(RetentionProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
