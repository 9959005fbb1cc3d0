package io.vsl.sinks;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.settings.SettingsOf;
import io.vsl.sinks.SinksProperties.Polls;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinksPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(SinksProperties.class))
                .isEqualTo(new SinksProperties(50, new Polls(1000), new Polls(1000), new Polls(200)));
    }

    @Test
    void fullMapping() throws Exception {
        assertMapped(
                Map.of(
                        "vsl.sinks.gather-ms", "8",
                        "vsl.sinks.postgres.max-poll-records", "9",
                        "vsl.sinks.redis.max-poll-records", "10",
                        "VSL_SINKS_DYNAMODB_MAXPOLLRECORDS", "11"),
                new SinksProperties(8, new Polls(9), new Polls(10), new Polls(11)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vsl.sinks.gather-ms | 50ms | is 50ms. Allowed is a whole number: 0 to 5000",
                "vsl.sinks.gather-ms | 5001 | is 5001. Allowed is 0 to 5000",
                "vsl.sinks.dynamodb.max-poll-records | 0 | is 0. Allowed is 1 to 100000",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(SinksProperties.class, name, value)).containsExactly(name + " " + message);
    }
}
