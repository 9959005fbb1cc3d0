package io.vsl.provider.replicate;

import io.vsl.provider.SendBefore;
import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Requests go out once, since every one may cost money: Apache's client would repeat them after a 429, a 503 or a lost
 * connection. And they go out in time or not at all: whether it is too late ({@link TooLate}) is looked at last, when
 * the connection stands and there is nothing left to wait for; what fails before is known as not sent ({@link NotConnected}). Answers are bounded in size ({@link AnswerTooLarge}) and
 * time: one that drips would hold up its reader for ever.
 */
@Component("sendOnce")
public class SendOnce implements HttpClientConfigurer {

    private static final String CONNECTED = "vsl.connected";

    private final String host;

    /** @param host Replicate's, where it has an underscore, which the component's endpoint can't have; else empty */
    SendOnce(@Value("${vsl.replicate.api-host:}") String host) {
        this.host = host;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .addExecInterceptorFirst("bound-answer", SendOnce::bound)
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "send-in-time", SendOnce::execute);
        if (!host.isEmpty()) {
            leadToHost(builder);
        }
    }

    private void leadToHost(HttpClientBuilder builder) {
        HttpRoutePlanner direct = new DefaultRoutePlanner(null);
        builder.setRoutePlanner((target, context) ->
                        direct.determineRoute(new HttpHost(target.getSchemeName(), host, target.getPort()), context))
                .addRequestInterceptorLast((request, entity, context) -> {
                    int port = request.getAuthority().getPort();
                    request.setHeader(HttpHeaders.HOST, port < 0 ? host : host + ":" + port);
                });
    }

    private static ClassicHttpResponse bound(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = proceed(request, scope, chain);
        if (response.getEntity() != null) {
            response.setEntity(new BoundedAnswer(response.getEntity()));
        }
        return response;
    }

    /** Whatever fails before the connection stands, TLS among it, can't have sent anything. */
    private static ClassicHttpResponse proceed(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try {
            return chain.proceed(request, scope);
        } catch (IOException | HttpException | RuntimeException e) {
            if (scope.clientContext.getAttribute(CONNECTED) == null) {
                throw new NotConnected(e);
            }
            throw e;
        }
    }

    private static ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(CONNECTED, true);
        Header sendBefore = request.getFirstHeader(SendBefore.HEADER);
        if (sendBefore != null) {
            request.removeHeaders(SendBefore.HEADER);
            if (SendBefore.isOver(Long.parseLong(sendBefore.getValue()), System.nanoTime())) {
                throw new TooLate();
            }
        }
        return chain.proceed(request, scope);
    }
}
