package io.vsl.platform.replicate;

import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.springframework.stereotype.Component;

/**
 * Ends a request with {@link TooLate} whose time to be sent is over: it is looked at last, when the connection stands
 * and there is nothing left to wait for.
 */
@Component("sendInTime")
public class SendInTime implements HttpClientConfigurer {

    /** The header with the time of {@link System#nanoTime} before which to send; it goes no further than here. */
    public static final String SEND_BEFORE = "vsl-send-before";

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addExecInterceptorAfter(ChainElement.CONNECT.name(), "send-in-time", SendInTime::execute);
    }

    private static ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Header sendBefore = request.getFirstHeader(SEND_BEFORE);
        if (sendBefore != null) {
            request.removeHeaders(SEND_BEFORE);
            if (System.nanoTime() - Long.parseLong(sendBefore.getValue()) >= 0) {
                throw new TooLate();
            }
        }
        return chain.proceed(request, scope);
    }
}
