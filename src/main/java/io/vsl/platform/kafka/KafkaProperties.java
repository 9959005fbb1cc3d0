package io.vsl.platform.kafka;

import java.time.Duration;
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
        int partitions,
        short replicationFactor,
        Duration retention) {

    /** {@code none}: plaintext; {@code iam}: MSK IAM; {@code scram}: SASL/SCRAM-SHA-512; {@code tls}: mutual TLS. */
    public enum KafkaAuth { NONE, IAM, SCRAM, TLS }
}
