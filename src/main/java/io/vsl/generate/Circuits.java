package io.vsl.generate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * A provider's is open when half of its last creations had no answer that says whether there is a prediction: each of
 * these costs minutes to find out. Then one after another is tried.
 */
@Component
class Circuits {

    private static final CircuitBreakerConfig CONFIG = CircuitBreakerConfig.custom()
            .slidingWindowSize(20)
            .minimumNumberOfCalls(10)
            .failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(10))
            .permittedNumberOfCallsInHalfOpenState(3)
            .build();

    private final Map<String, CircuitBreaker> byProvider = new ConcurrentHashMap<>();

    CircuitBreaker of(String provider) {
        return byProvider.computeIfAbsent(provider, name -> CircuitBreaker.of("creations of " + name, CONFIG));
    }
}
