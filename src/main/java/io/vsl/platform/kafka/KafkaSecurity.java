package io.vsl.platform.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /** @throws KafkaLoginFailed when one that is needed is missing or isn't what it should be; it names the variable */
    Map<String, String> settings() {
        return switch (properties.auth()) {
            case NONE -> Map.of();
            case IAM ->
                encrypted(Map.of(
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "AWS_MSK_IAM",
                        "sasl.jaas.config", "software.amazon.msk.auth.iam.IAMLoginModule required;",
                        "sasl.client.callback.handler.class", "software.amazon.msk.auth.iam.IAMClientCallbackHandler"));
            case SCRAM ->
                encrypted(Map.of(
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "sasl.jaas.config",
                                "%s required username=\"%s\" password=\"%s\";"
                                        .formatted(
                                                ScramLoginModule.class.getName(),
                                                quoted("KAFKA_USERNAME", properties.username()),
                                                quoted("KAFKA_PASSWORD", properties.password()))));
            case TLS ->
                encrypted(Map.of(
                        "security.protocol",
                        "SSL",
                        "ssl.keystore.type",
                        "PEM",
                        "ssl.keystore.certificate.chain",
                        pem("KAFKA_CERTIFICATE", properties.certificate()).certificates(),
                        "ssl.keystore.key",
                        pem("KAFKA_PRIVATE_KEY", properties.privateKey()).privateKey()));
        };
    }

    /** What keeps us from these settings: each that is missing or isn't what it should be. */
    List<String> faults() {
        List<Runnable> needed =
                switch (properties.auth()) {
                    case NONE -> List.of();
                    case IAM -> List.of(() -> encrypted(Map.of()));
                    case SCRAM ->
                        List.of(
                                () -> encrypted(Map.of()),
                                () -> quoted("KAFKA_USERNAME", properties.username()),
                                () -> quoted("KAFKA_PASSWORD", properties.password()));
                    case TLS ->
                        List.of(
                                () -> encrypted(Map.of()),
                                () -> pem("KAFKA_CERTIFICATE", properties.certificate())
                                        .certificates(),
                                () -> pem("KAFKA_PRIVATE_KEY", properties.privateKey())
                                        .privateKey());
                };
        return needed.stream().flatMap(KafkaSecurity::fault).toList();
    }

    private static Stream<String> fault(Runnable needed) {
        try {
            needed.run();
            return Stream.empty();
        } catch (KafkaLoginFailed e) {
            return Stream.of(e.getMessage());
        }
    }

    private Map<String, String> encrypted(Map<String, String> login) {
        Map<String, String> settings = new HashMap<>(login);
        if (isGiven(properties.ca())) {
            settings.put("ssl.truststore.type", "PEM");
            settings.put(
                    "ssl.truststore.certificates",
                    pem("KAFKA_CA", properties.ca()).certificates());
        }
        return settings;
    }

    private Pem pem(String variable, @Nullable String value) {
        return Pem.of(variable, needed(variable, value));
    }

    /** As it stands between quotation marks in a JAAS configuration, which ends them at a line break. */
    private String quoted(String variable, @Nullable String value) {
        String needed = needed(variable, value);
        if (needed.chars().anyMatch(Character::isISOControl)) {
            throw new KafkaLoginFailed(variable + " must not have a line break or another control character");
        }
        return needed.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private String needed(String variable, @Nullable String value) {
        if (value == null || !isGiven(value)) {
            throw new KafkaLoginFailed(
                    "KAFKA_AUTH=%s needs %s".formatted(properties.auth().word(), variable));
        }
        return value;
    }

    private static boolean isGiven(@Nullable String value) {
        return value != null && !value.isBlank();
    }
}
