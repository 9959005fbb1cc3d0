package io.vsl.provider.replicate;

import io.vsl.provider.OlderSecrets;
import io.vsl.provider.OutputRules;
import io.vsl.provider.SignedContext;
import io.vsl.provider.WebhookUrls;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Replicate's settings say to all who work with predictions. */
@Configuration(proxyBeanMethods = false)
class ReplicateConfiguration {

    @Bean
    OutputRules outputRules(ReplicateProperties properties) {
        return new OutputRules(
                properties.outputHosts(),
                properties.outputMaxSize(),
                properties.outputTimeout(),
                properties.outputsKept());
    }

    @Bean
    WebhookUrls webhookUrls(ReplicateProperties properties, SignedContext contexts) {
        return new WebhookUrls(properties.webhookBaseUrl(), contexts);
    }

    @Bean
    OlderSecrets olderSecrets(ReplicateProperties properties) {
        return new OlderSecrets(properties.webhookSecrets());
    }
}
