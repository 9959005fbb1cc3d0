package io.vsl.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ProviderNames;
import io.vsl.models.InvalidModels.Fault;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.settings.Checked;
import io.vsl.platform.settings.Within;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ModelsConfiguration {

    /**
     * Where the models are described.
     *
     * @param config  {@code MODELS_CONFIG}: JSON, or the path of a file; null when it isn't set
     * @param file    read when it isn't set
     * @param refresh how often the file is looked at for changes
     */
    @ConfigurationProperties("vsl.models")
    record ModelsProperties(
            @Nullable String config,
            Path file,
            @Within(from = "100ms", to = "1d") Duration refresh) implements Checked {

        @Override
        public List<String> faults() {
            try {
                // Providers are beans: a name that none of them has ends the start a moment later.
                new ModelRegistry(config, file, ProviderNames.ANY);
                return List.of();
            } catch (InvalidModels e) {
                return e.faults().stream().map(Fault::toString).toList();
            }
        }
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
    CheckRequest checkRequest(ObjectMapper json, ModelRegistry registry, Fence fence) {
        return new CheckRequest(json, registry, fence::refusal, fence::refusalOfFile);
    }

    @Bean
    CheckCompilation checkCompilation(ObjectMapper json, CheckRequest checkRequest) {
        return new CheckCompilation(json, checkRequest);
    }
}
