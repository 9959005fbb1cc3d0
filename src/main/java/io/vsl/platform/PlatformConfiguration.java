package io.vsl.platform;

import io.vsl.platform.topology.Topology;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Topology topology(@Value("${vsl.topology}") String locations) {
        return Topology.read(locations);
    }
}
