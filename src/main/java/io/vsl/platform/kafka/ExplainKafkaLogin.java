package io.vsl.platform.kafka;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot log the sentence instead of a stack trace. */
class ExplainKafkaLogin extends AbstractFailureAnalyzer<KafkaLoginFailed> {

    private static final String ACTION = "Look at KAFKA_BROKERS and KAFKA_AUTH, at KAFKA_CA, and"
            + " at KAFKA_USERNAME and KAFKA_PASSWORD (scram), KAFKA_CERTIFICATE and KAFKA_PRIVATE_KEY (tls),"
            + " or the AWS credentials and their kafka-cluster permissions (iam).";

    @Override
    protected FailureAnalysis analyze(Throwable failure, KafkaLoginFailed cause) {
        return new FailureAnalysis(cause.getMessage(), ACTION, failure);
    }
}
