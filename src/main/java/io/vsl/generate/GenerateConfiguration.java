package io.vsl.generate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GenerateConfiguration {

    /**
     * Open when half of the last creations had no answer that says whether there is a prediction: each of these costs
     * minutes to find out. Then one after another is tried.
     */
    @Bean
    CircuitBreaker creations() {
        return CircuitBreaker.of("creations", CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(50)
                .waitDurationInOpenState(Duration.ofSeconds(10))
                .permittedNumberOfCallsInHalfOpenState(3)
                .build());
    }
}
