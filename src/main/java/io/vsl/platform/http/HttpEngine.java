package io.vsl.platform.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

/**
 * What Camel's platform-http stands on: the routes that now take requests. Camel's own engine for Spring Boot goes
 * through Spring MVC, twice for each request, and another thread pool: half of what a request costs.
 */
@Component(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME)
class HttpEngine implements PlatformHttpEngine {

    private final List<HttpConsumer> consumers = new CopyOnWriteArrayList<>();

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new HttpConsumer(endpoint, processor, consumers);
    }

    /** The routes at that path, of any method. */
    List<HttpConsumer> at(PathContainer path) {
        return consumers.stream()
                .filter(consumer -> consumer.path().matches(path))
                .toList();
    }
}
