package io.vsl.platform.kafka;

import io.vsl.platform.settings.Checked;
import io.vsl.platform.settings.Within;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How Kafka is reached and what its topics are like.
 *
 * @param brokers           host:port, comma-separated
 * @param topicPrefix       first part of every topic's and group's name
 * @param auth              how we prove who we are
 * @param username          SCRAM only
 * @param password          SCRAM only
 * @param ca                PEM, or the path of a file: the authorities that the brokers' certificates are trusted by;
 *                          without it, those of the JVM
 * @param certificate       TLS only; PEM, or the path of a file: ours, and those between it and its authority
 * @param privateKey        TLS only; PEM, or the path of a file: of our certificate, unencrypted
 * @param partitions        of a topic that we create
 * @param replicationFactor of a topic that we create; -1 is the broker's default
 * @param retention         of a topic that we create; negative is without limit
 */
@ConfigurationProperties("vsl.kafka")
public record KafkaProperties(
        @Pattern(
                regexp = "(?=.*:)" + BROKER + "(," + BROKER + ")*",
                message = "host:port, such as b-1.internal:9092; several are separated by commas")
        String brokers,

        @Pattern(
                regexp = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}",
                message = "1 to 100 letters, digits, dots, underscores and hyphens")
        String topicPrefix,

        KafkaAuth auth,
        @Nullable String username,
        @Nullable String password,
        @Nullable String ca,
        @Nullable String certificate,
        @Nullable String privateKey,
        @Within(from = "1", to = "10000") int partitions,
        @Within(from = "1", to = "32767", or = "-1") short replicationFactor,

        @Within(
                from = "1h",
                or = {"-1s", "-1ms"})
        Duration retention)
        implements Checked {

    private static final String PORT =
            "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

    /** As Kafka's client reads it, which passes over what is empty. */
    private static final String BROKER = "\\s*(([0-9A-Za-z%._-]+://)?\\[?[0-9A-Za-z%._:-]+]?:" + PORT + ")?\\s*";

    /** {@code none}: plaintext; {@code iam}: MSK IAM; {@code scram}: SASL/SCRAM-SHA-512; {@code tls}: mutual TLS. */
    public enum KafkaAuth {
        NONE,
        IAM,
        SCRAM,
        TLS;

        /** As it stands in {@code KAFKA_AUTH}. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public List<String> faults() {
        return new KafkaSecurity(this).faults();
    }

    @Override
    public String toString() {
        return "KafkaProperties[brokers=" + brokers + ", topicPrefix=" + topicPrefix + ", auth=" + auth.word() + "]";
    }
}
