package io.vsl.platform.kafka;

import java.util.Map;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The client settings that follow from {@code KAFKA_AUTH}. */
@Component
class KafkaSecurity {

    private final KafkaProperties properties;

    KafkaSecurity(KafkaProperties properties) {
        this.properties = properties;
    }

    Map<String, String> settings() {
        return switch (properties.auth()) {
            case NONE -> Map.of();
            case IAM -> Map.of(
                    "security.protocol", "SASL_SSL",
                    "sasl.mechanism", "AWS_MSK_IAM",
                    "sasl.jaas.config", "software.amazon.msk.auth.iam.IAMLoginModule required;",
                    "sasl.client.callback.handler.class", "software.amazon.msk.auth.iam.IAMClientCallbackHandler");
            case SCRAM -> Map.of(
                    "security.protocol", "SASL_SSL",
                    "sasl.mechanism", "SCRAM-SHA-512",
                    "sasl.jaas.config", "%s required username=\"%s\" password=\"%s\";".formatted(
                            ScramLoginModule.class.getName(), quoted(properties.username()),
                            quoted(properties.password())));
            case TLS -> Map.of("security.protocol", "SSL");
        };
    }

    private static String quoted(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("KAFKA_AUTH=scram needs KAFKA_USERNAME and KAFKA_PASSWORD");
        }
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
