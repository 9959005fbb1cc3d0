package io.vsl.platform.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    private volatile Routes routes = new Routes(List.of());

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new HttpConsumer(endpoint, processor, this);
    }

    /** A route at a path. */
    record Match(HttpConsumer route, Map<String, String> variables) {}

    /**
     * Those that take requests now.
     *
     * @param literal by path: those whose path has no variable
     */
    private record Routes(List<HttpConsumer> all, Map<String, List<Match>> literal) {

        Routes(List<HttpConsumer> all) {
            this(
                    all,
                    all.stream()
                            .map(route -> new Match(route, Map.of()))
                            .collect(
                                    Collectors.groupingBy(match -> match.route().path())));
        }
    }

    synchronized void started(HttpConsumer route) {
        List<HttpConsumer> all = new ArrayList<>(routes.all());
        all.add(route);
        routes = new Routes(List.copyOf(all));
    }

    synchronized void stopped(HttpConsumer route) {
        List<HttpConsumer> all = new ArrayList<>(routes.all());
        all.remove(route);
        routes = new Routes(List.copyOf(all));
    }

    /** The routes at that path, of any method. */
    List<Match> at(String path) {
        Routes now = routes;
        List<Match> literal = now.literal().get(path);
        if (literal != null) {
            return literal;
        }
        PathContainer parsed = PathContainer.parsePath(path);
        return now.all().stream()
                .flatMap(route -> route.variables(parsed).map(variables -> new Match(route, variables)).stream())
                .toList();
    }
}
