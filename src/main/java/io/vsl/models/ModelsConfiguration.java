package io.vsl.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ProviderNames;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ModelsConfiguration {

    /**
     * Where the models are described.
     *
     * @param config {@code MODELS_CONFIG}: JSON, or the path of a file; null when it isn't set
     * @param file   read when it isn't set
     */
    @ConfigurationProperties("vsl.models")
    record ModelsProperties(@Nullable String config, Path file) {
    }

    @Bean
    ModelRegistry modelRegistry(ModelsProperties properties, ProviderNames providers) {
        return new ModelRegistry(properties.config(), properties.file(), providers);
    }

    @Bean
    RefreshModels refreshModels(ModelRegistry registry) {
        return new RefreshModels(registry);
    }

    @Bean
    CheckRequest checkRequest(ObjectMapper json, ModelRegistry registry) {
        return new CheckRequest(json, registry);
    }
}
