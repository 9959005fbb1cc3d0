package io.vsl.platform.http;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    private final HttpEngine engine;

    /** @param engine which gives it requests from its start to its stop */
    HttpConsumer(PlatformHttpEndpoint endpoint, Processor processor, HttpEngine engine) {
        super(endpoint, processor);
        this.path = PathPatternParser.defaultInstance.parse(endpoint.getPath());
        this.method = Objects.requireNonNull(endpoint.getHttpMethodRestrict(), "httpMethodRestrict");
        this.engine = engine;
    }

    /** With its variables in braces. */
    String path() {
        return path.getPatternString();
    }

    /** The values of its variables, if that is a path of this route. */
    Optional<Map<String, String>> variables(PathContainer at) {
        return Optional.ofNullable(path.matchAndExtract(at)).map(PathPattern.PathMatchInfo::getUriVariables);
    }

    /** GET, POST …; a GET answers HEAD too. */
    String method() {
        return method;
    }

    boolean takes(String asked) {
        return method.equals(asked) || method.equals("GET") && asked.equals("HEAD");
    }

    /** Whether who asks takes what the route says that it answers with. */
    boolean isAcceptable(List<String> accept) {
        String produces = getEndpoint().getProduces();
        return accept.isEmpty() || produces == null || Acceptable.is(accept, produces);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    /**
     * Runs the route. Its answer, whose body is an {@link AnswerBody}, bytes or text, is written when its last step is
     * done, wherever that is; 500 for what no error policy has handled.
     */
    void serve(Request request, Map<String, String> variables) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        Message message = exchange.getMessage();
        HttpHeaders.read(request.head(), message);
        message.setHeader(Exchange.HTTP_PATH, request.path());
        variables.forEach(message::setHeader);
        message.setBody(request.body());
        getAsyncProcessor().process(exchange, sync -> {
            if (exchange.getException() == null && exchange.getMessage().getBody() instanceof EventSource source) {
                stream(request, exchange, source);
            } else {
                request.answer(answer(exchange, request.path()));
            }
        });
    }

    private void stream(Request request, Exchange exchange, EventSource source) {
        Answer head = Answer.of(200, Objects.requireNonNull(getEndpoint().getProduces(), "produces"), new byte[0]);
        head.headers().putAll(HttpHeaders.written(exchange.getMessage()));
        releaseExchange(exchange, false);
        request.stream(head, source);
    }

    private Answer answer(Exchange exchange, String at) {
        try {
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            Message message = exchange.getMessage();
            return new Answer(
                    message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class),
                    HttpHeaders.written(message),
                    message.getBody() instanceof AnswerBody body
                            ? body
                            : new AnswerBody(Objects.requireNonNull(message.getBody(byte[].class), "body")));
        } catch (Exception e) {
            getExceptionHandler().handleException("A request failed", exchange, e);
            return Unrouted.of(500, at);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        engine.started(this);
    }

    @Override
    protected void doStop() throws Exception {
        engine.stopped(this);
        super.doStop();
    }
}
