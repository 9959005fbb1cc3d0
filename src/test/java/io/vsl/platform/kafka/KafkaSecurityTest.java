package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsl.platform.kafka.KafkaProperties.KafkaAuth;
import io.vsl.testing.Certificates;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A setting that is missing or isn't what it should be is named, and no value is repeated. */
class KafkaSecurityTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, secret, KAFKA_USERNAME",
                "'', secret, KAFKA_USERNAME",
                "vsl, -, KAFKA_PASSWORD",
                "vsl, '  ', KAFKA_PASSWORD"
            })
    void scramNeedsAUsernameAndAPassword(@Nullable String username, @Nullable String password, String missing) {
        assertThatThrownBy(() -> settings(KafkaAuth.SCRAM, username, password, null, null, null))
                .isInstanceOf(KafkaLoginFailed.class)
                .hasMessage("KAFKA_AUTH=scram needs " + missing);
    }

    @Test
    void aLineBreakAtTheEndOfAPasswordIsNamed() {
        assertThatThrownBy(() -> settings(KafkaAuth.SCRAM, "vsl", "hidden\n", null, null, null))
                .isInstanceOf(KafkaLoginFailed.class)
                .hasMessageStartingWith("KAFKA_PASSWORD must not have a line break")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void tlsNeedsACertificateAndItsKey(@TempDir Path folder) {
        Certificates certificates = Certificates.in(folder).authority("vsl");

        assertThatThrownBy(() -> settings(KafkaAuth.TLS, null, null, null, "", certificates.privateKey("vsl")))
                .hasMessage("KAFKA_AUTH=tls needs KAFKA_CERTIFICATE");
        assertThatThrownBy(() -> settings(KafkaAuth.TLS, null, null, null, certificates.certificate("vsl"), null))
                .hasMessage("KAFKA_AUTH=tls needs KAFKA_PRIVATE_KEY");
    }

    @Test
    void whatIsNotPemIsNamedAndNotRepeated(@TempDir Path folder) {
        Certificates certificates = Certificates.in(folder).authority("vsl");
        String certificate = certificates.certificate("vsl");
        String key = certificates.privateKey("vsl");

        assertThatThrownBy(() -> settings(KafkaAuth.TLS, null, null, "/nowhere/hidden", certificate, key))
                .isInstanceOf(KafkaLoginFailed.class)
                .hasMessage("KAFKA_CA is neither PEM text nor the path of a file that can be read");
        assertThatThrownBy(() -> settings(KafkaAuth.TLS, null, null, null, certificate, "hidden\0"))
                .hasMessage("KAFKA_PRIVATE_KEY is neither PEM text nor the path of a file that can be read");
        assertThatThrownBy(() -> settings(KafkaAuth.TLS, null, null, null, key, key))
                .hasMessage("KAFKA_CERTIFICATE has no certificate that can be read");
        assertThatThrownBy(() -> settings(KafkaAuth.TLS, null, null, null, certificate, certificate))
                .hasMessage("KAFKA_PRIVATE_KEY has no private key that can be read; it must not be encrypted");
    }

    @Test
    void propertiesDoNotShowSecrets() {
        assertThat(properties(KafkaAuth.SCRAM, "vsl", "hidden", null, null, "hidden"))
                .asString()
                .doesNotContain("hidden");
    }

    private static void settings(
            KafkaAuth auth,
            @Nullable String username,
            @Nullable String password,
            @Nullable String ca,
            @Nullable String certificate,
            @Nullable String privateKey) {
        new KafkaSecurity(properties(auth, username, password, ca, certificate, privateKey)).settings();
    }

    private static KafkaProperties properties(
            KafkaAuth auth,
            @Nullable String username,
            @Nullable String password,
            @Nullable String ca,
            @Nullable String certificate,
            @Nullable String privateKey) {
        return new KafkaProperties(
                "127.0.0.1:9094",
                "t",
                auth,
                username,
                password,
                ca,
                certificate,
                privateKey,
                1,
                (short) 1,
                Duration.ZERO);
    }
}
