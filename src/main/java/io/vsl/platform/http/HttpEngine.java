package io.vsl.platform.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

/**
 * What Camel's platform-http stands on: the routes that now take requests. Camel's own engines hand each request to a
 * pool of threads; here it begins where it came in (docs/adr/0013-requests-on-event-loops.md).
 */
@Component(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME)
class HttpEngine implements PlatformHttpEngine {

    private final List<HttpConsumer> consumers = new CopyOnWriteArrayList<>();

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new HttpConsumer(endpoint, processor, consumers);
    }

    /** A route at a path. */
    record Match(HttpConsumer route, Map<String, String> variables) {}

    /** The routes at that path, of any method. */
    List<Match> at(String path) {
        List<Match> literal = consumers.stream()
                .filter(consumer -> consumer.path().equals(path))
                .map(consumer -> new Match(consumer, Map.of()))
                .toList();
        if (!literal.isEmpty()) {
            return literal;
        }
        PathContainer parsed = PathContainer.parsePath(path);
        return consumers.stream()
                .flatMap(consumer ->
                        consumer.variables(parsed).map(variables -> new Match(consumer, variables)).stream())
                .toList();
    }
}
