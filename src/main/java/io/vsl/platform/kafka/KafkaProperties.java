package io.vsl.platform.kafka;

import java.time.Duration;
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
        String brokers,
        String topicPrefix,
        KafkaAuth auth,
        @Nullable String username,
        @Nullable String password,
        @Nullable String ca,
        @Nullable String certificate,
        @Nullable String privateKey,
        int partitions,
        short replicationFactor,
        Duration retention) {

    /** {@code none}: plaintext; {@code iam}: MSK IAM; {@code scram}: SASL/SCRAM-SHA-512; {@code tls}: mutual TLS. */
    public enum KafkaAuth {
        NONE, IAM, SCRAM, TLS;

        /** As it stands in {@code KAFKA_AUTH}. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return "KafkaProperties[brokers=" + brokers + ", topicPrefix=" + topicPrefix + ", auth=" + auth.word() + "]";
    }
}
