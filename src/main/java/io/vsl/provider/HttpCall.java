package io.vsl.provider;

import io.vsl.provider.Reply.Answer;
import io.vsl.provider.Reply.NoAnswer;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** A {@link Call} as the component for HTTP takes it, and its answer as a {@link Reply}: the one place that knows both. */
@Component("httpCall")
class HttpCall {

    private static final String CAMEL = "camel";

    public void request(Exchange exchange) {
        Message message = exchange.getMessage();
        Request request = message.getBody(Call.class).request();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, request.method());
        message.setHeader(Exchange.HTTP_PATH, request.path());
        if (request.query() != null) {
            message.setHeader(Exchange.HTTP_QUERY, request.query());
        }
        request.headers().forEach(message::setHeader);
        if (request.sendBefore() != null) {
            message.setHeader(SendBefore.HEADER, request.sendBefore());
        }
        message.setBody(request.body());
    }

    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (value != null && !lower.startsWith(CAMEL)) {
                headers.put(lower, value.toString());
            }
        });
        byte[] body = message.getBody(byte[].class);
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        message.removeHeaders("*");
        message.setBody(new Answer(status, headers, Objects.requireNonNullElse(body, new byte[0])));
    }

    public Reply noAnswer(@ExchangeException Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return new NoAnswer(io);
            }
        }
        return new NoAnswer(new IOException(failure));
    }
}
