package io.vsl.provider;

import io.vsl.job.ProviderNames;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    /** For the registry, which refuses others. */
    @Bean
    ProviderNames providerNames(Providers providers) {
        return providers.names();
    }
}
