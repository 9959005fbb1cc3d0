package io.vsl.webhook;

import io.vsl.provider.SignedContext;
import io.vsl.provider.Webhook;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** A request to our webhook as the body of what follows, which looks at no header. */
@Component("receiveWebhook")
class ReceiveWebhook {

    public Webhook receive(Exchange exchange, String provider) {
        Message message = exchange.getMessage();
        String context = message.getHeader(SignedContext.PARAMETER) instanceof String text ? text : null;
        Map<String, Object> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value != null && !name.startsWith("Camel")) {
                headers.put(name, value);
            }
        });
        return new Webhook(provider, context, headers, message.getBody(byte[].class));
    }
}
