package io.vsl.platform.kafka;

import org.apache.kafka.common.errors.AuthenticationException;

/** We can't prove to Kafka who we are, or it can't to us. The message is a sentence for operators, without secrets. */
class KafkaLoginFailed extends RuntimeException {

    KafkaLoginFailed(String message) {
        super(message);
    }

    KafkaLoginFailed(String message, AuthenticationException cause) {
        super(message, cause);
    }
}
