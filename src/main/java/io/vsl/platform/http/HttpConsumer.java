package io.vsl.platform.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Where HTTP enters a route: a method at a path, whose variables become headers. The body is still to be read. */
final class HttpConsumer extends DefaultConsumer implements PlatformHttpConsumer {

    private final PathPattern path;
    private final String method;
    private final Collection<HttpConsumer> started;

    /** @param started those that take requests; this one is among them from its start to its stop */
    HttpConsumer(PlatformHttpEndpoint endpoint, Processor processor, Collection<HttpConsumer> started) {
        super(endpoint, processor);
        this.path = PathPatternParser.defaultInstance.parse(endpoint.getPath());
        this.method = Objects.requireNonNull(endpoint.getHttpMethodRestrict(), "httpMethodRestrict");
        this.started = started;
    }

    PathPattern path() {
        return path;
    }

    /** GET, POST …; a GET answers HEAD too. */
    String method() {
        return method;
    }

    boolean takes(String asked) {
        return method.equals(asked) || method.equals("GET") && asked.equals("HEAD");
    }

    /** Whether who asks takes what the route says that it answers with. */
    boolean isAcceptable(HttpServletRequest request) {
        String produces = getEndpoint().getProduces();
        return produces == null || Acceptable.is(Collections.list(request.getHeaders("Accept")), produces);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    /** Runs the route and writes its answer, whose body is bytes or text; 500 for what no error policy has handled. */
    void serve(HttpServletRequest request, PathContainer at, RequestBody body, HttpServletResponse response)
            throws IOException {
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOut);
            read(request, at, body, exchange.getMessage());
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            write(exchange.getMessage(), response);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            getExceptionHandler().handleException("A request failed", exchange, e);
            response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void read(HttpServletRequest request, PathContainer at, RequestBody body, Message message) {
        HttpHeaders.read(request, message);
        message.setHeader(Exchange.HTTP_PATH, request.getRequestURI());
        Objects.requireNonNull(path.matchAndExtract(at)).getUriVariables().forEach(message::setHeader);
        message.setBody(body);
    }

    private static void write(Message message, HttpServletResponse response) throws IOException {
        byte[] body = message.getBody(byte[].class);
        response.setStatus(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class));
        HttpHeaders.write(message, response);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        started.add(this);
    }

    @Override
    protected void doStop() throws Exception {
        started.remove(this);
        super.doStop();
    }
}
