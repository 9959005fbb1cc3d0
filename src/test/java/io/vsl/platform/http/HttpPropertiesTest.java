package io.vsl.platform.http;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class HttpPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(HttpProperties.class))
                .isEqualTo(new HttpProperties(
                        DataSize.parse("1MB"),
                        DataSize.parse("32MB"),
                        null,
                        null,
                        null,
                        1000,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(75),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(90)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "vsl.http.max-in-flight", "600",
                        "VSL_STREAMS_PER_USER", "700",
                        "vsl.http.head-timeout", "8s",
                        "vsl.http.keep-alive", "9s",
                        "vsl.http.max-body", "2MB",
                        "vsl.http.max-webhook-body", "3MB",
                        "VSL_MAX_HELD", "4MB",
                        "VSL_MAX_CONNECTIONS", "500",
                        "vsl.http.body-timeout", "6s",
                        "vsl.http.answer-timeout", "7s"),
                new HttpProperties(
                        DataSize.parse("2MB"),
                        DataSize.parse("3MB"),
                        DataSize.parse("4MB"),
                        500,
                        600,
                        700,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VSL_MAX_HELD | 1KB | is 1KB. Allowed is 64KB to 2047MB",
                "VSL_MAX_HELD | 3GB | is 3GB. Allowed is 64KB to 2047MB",
                "VSL_MAX_CONNECTIONS | 0 | is 0. Allowed is 10 to 100000",
                "vsl.http.max-in-flight | 0 | is 0. Allowed is 10 to 100000",
                "VSL_STREAMS_PER_USER | 0 | is 0. Allowed is 1 to 100000",
                "vsl.http.head-timeout | 0s | is 0s. Allowed is 1s to 1h",
                "vsl.http.keep-alive | 2h | is 2h. Allowed is 1s to 1h",
                "vsl.http.max-body | 100MB | is 100MB. Allowed is 64KB to 64MB",
                "vsl.http.max-webhook-body | 1KB | is 1KB. Allowed is 1MB to 1GB",
                "vsl.http.body-timeout | 0s | is 0s. Allowed is 1s to 1h",
                "vsl.http.answer-timeout | -1s | is -1s. Allowed is 1s to 1h",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(HttpProperties.class, name, value)).containsExactly(name + " " + message);
    }

    /** Of the heap in MB. */
    @ParameterizedTest
    @CsvSource({"64, 200, 200", "256, 1820, 455", "384, 5461, 1365", "1024, 20000, 5000", "8192, 20000, 5000"})
    void connectionsAndRequestsFitIntoTwoThirdsOfTheHeap(long heap, int connections, int inFlight) {
        assertThat(HttpProperties.connections(heap << 20)).isEqualTo(connections);
        assertThat(HttpProperties.inFlight(heap << 20)).isEqualTo(inFlight);
    }
}
