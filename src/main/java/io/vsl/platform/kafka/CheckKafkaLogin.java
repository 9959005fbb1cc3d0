package io.vsl.platform.kafka;

import io.vsl.platform.health.Causes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Logs in to Kafka once, before anything else is done with it: a login that is refused ends the start. Consumers would
 * try again and again. Brokers that are away are no reason not to start.
 */
@Component
class CheckKafkaLogin implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(CheckKafkaLogin.class);

    private static final int PATIENCE_MS = 5_000;
    private static final int REQUEST_MS = 2_500;

    private final KafkaProperties properties;
    private final KafkaSecurity security;

    CheckKafkaLogin(KafkaProperties properties, KafkaSecurity security) {
        this.properties = properties;
        this.security = security;
    }

    /** @throws KafkaLoginFailed when the brokers refuse us, or we them */
    @Override
    public void afterPropertiesSet() throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(security.settings());
        settings.put("bootstrap.servers", properties.brokers());
        settings.put("default.api.timeout.ms", PATIENCE_MS);
        settings.put("request.timeout.ms", REQUEST_MS);
        try (Admin admin = Admin.create(settings)) {
            admin.describeCluster().nodes().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthenticationException refusal) {
                throw new KafkaLoginFailed(
                        "No login to Kafka at %s with KAFKA_AUTH=%s: %s"
                                .formatted(
                                        properties.brokers(), properties.auth().word(), reason(refusal)),
                        refusal);
            }
            LOG.warn(
                    "Kafka at {} does not answer with KAFKA_AUTH={}, and is waited for: {}",
                    properties.brokers(),
                    properties.auth().word(),
                    Causes.sentence(e));
        }
    }

    private static String reason(AuthenticationException refusal) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(refusal);
        return root == refusal ? String.valueOf(refusal.getMessage()) : refusal.getMessage() + ": " + root.getMessage();
    }
}
