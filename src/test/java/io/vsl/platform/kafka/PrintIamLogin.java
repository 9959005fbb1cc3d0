package io.vsl.platform.kafka;

import io.vsl.platform.kafka.KafkaProperties.KafkaAuth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;

/** Prints what a client with {@code KAFKA_AUTH=iam} says first to the broker of that host: a process of its own. */
final class PrintIamLogin {

    private PrintIamLogin() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new KafkaSecurity(new KafkaProperties(
                        arguments[0] + ":9098",
                        "t",
                        KafkaAuth.IAM,
                        null,
                        null,
                        null,
                        null,
                        null,
                        1,
                        (short) 1,
                        Duration.ZERO))
                .settings();
        String mechanism = settings.get("sasl.mechanism");
        List<AppConfigurationEntry> entries = JaasContext.loadClientContext(
                        Map.of("sasl.jaas.config", new Password(settings.get("sasl.jaas.config"))))
                .configurationEntries();
        // Brings the mechanism with it.
        Class.forName(entries.get(0).getLoginModuleName());
        AuthenticateCallbackHandler handler = Class.forName(settings.get("sasl.client.callback.handler.class"))
                .asSubclass(AuthenticateCallbackHandler.class)
                .getConstructor()
                .newInstance();
        handler.configure(settings, mechanism, entries);
        SaslClient client =
                Sasl.createSaslClient(new String[] {mechanism}, null, "kafka", arguments[0], Map.of(), handler);
        System.out.write(client.evaluateChallenge(new byte[0]));
        System.out.flush();
    }
}
