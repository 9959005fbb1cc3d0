package io.vsl.platform.kafka;

import static io.vsl.platform.settings.SettingsOf.assertMapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.kafka.KafkaProperties.KafkaAuth;
import io.vsl.platform.settings.SettingsOf;
import io.vsl.testing.Certificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaPropertiesTest {

    @Test
    void defaults() {
        assertThat(SettingsOf.defaults(KafkaProperties.class))
                .isEqualTo(new KafkaProperties(
                        "localhost:9092",
                        "vsl",
                        KafkaAuth.NONE,
                        "",
                        "",
                        "",
                        "",
                        "",
                        6,
                        (short) -1,
                        Duration.ofSeconds(-1)));
    }

    @Test
    void fullMapping(@TempDir Path folder) throws Exception {
        String authority = Certificates.in(folder).authority("vsl").certificate("vsl");

        assertMapped(
                Map.ofEntries(
                        Map.entry("KAFKA_BROKERS", "a:1,[::1]:2"),
                        Map.entry("VSL_TOPIC_PREFIX", "v.2"),
                        Map.entry("KAFKA_AUTH", "scram"),
                        Map.entry("KAFKA_USERNAME", "u"),
                        Map.entry("KAFKA_PASSWORD", "p"),
                        Map.entry("KAFKA_CA", authority),
                        Map.entry("KAFKA_CERTIFICATE", "c"),
                        Map.entry("KAFKA_PRIVATE_KEY", "k"),
                        Map.entry("VSL_PARTITIONS", "7"),
                        Map.entry("VSL_REPLICATION_FACTOR", "3"),
                        Map.entry("vsl.kafka.retention", "7d")),
                new KafkaProperties(
                        "a:1,[::1]:2",
                        "v.2",
                        KafkaAuth.SCRAM,
                        "u",
                        "p",
                        authority,
                        "c",
                        "k",
                        7,
                        (short) 3,
                        Duration.ofDays(7)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KAFKA_AUTH | foo | is foo. Allowed is none, iam, scram, tls",
                "VSL_PARTITIONS | 0 | is 0. Allowed is 1 to 10000",
                "VSL_REPLICATION_FACTOR | 0 | is 0. Allowed is -1 or 1 to 32767",
                "VSL_TOPIC_PREFIX | my topics | is my topics. Allowed is 1 to 100 letters, digits, dots, underscores and hyphens",
                "vsl.kafka.retention | 0s | is 0s. Allowed is -1s or -1ms or at least 1h",
            })
    void wrongValues(String name, String value, String message) {
        assertThat(SettingsOf.faults(KafkaProperties.class, name, value)).containsExactly(name + " " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:0",
                "a:9092;b:9092",
                "a:9092,b",
                "a:65536",
                "http://a/b:9092",
                ":9092",
                ","
            })
    void aBrokerHasAHostAndAPort(String brokers) {
        assertThat(SettingsOf.faults(KafkaProperties.class, "KAFKA_BROKERS", brokers))
                .containsExactly("KAFKA_BROKERS is " + brokers
                        + ". Allowed is host:port, such as b-1.internal:9092; several are separated by commas");
    }

    @Test
    void aLoginNamesAllThatItNeeds() {
        assertThat(SettingsOf.faults(KafkaProperties.class, "KAFKA_AUTH", "scram"))
                .containsExactly("KAFKA_AUTH=scram needs KAFKA_USERNAME", "KAFKA_AUTH=scram needs KAFKA_PASSWORD");
        assertThat(SettingsOf.faults(KafkaProperties.class, Map.of("KAFKA_AUTH", "tls", "KAFKA_CA", "/no/such/file")))
                .containsExactly(
                        "KAFKA_CA is neither PEM text nor the path of a file that can be read",
                        "KAFKA_AUTH=tls needs KAFKA_CERTIFICATE",
                        "KAFKA_AUTH=tls needs KAFKA_PRIVATE_KEY");
        assertThat(SettingsOf.faults(KafkaProperties.class, "KAFKA_AUTH", "iam"))
                .isEmpty();
    }
}
