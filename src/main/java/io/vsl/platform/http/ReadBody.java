package io.vsl.platform.http;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Reads the body of a request; what goes before is decided without it. */
@Component("readBody")
class ReadBody {

    private final int most;
    private final int mostOfWebhook;

    ReadBody(HttpProperties properties, HeldBytes held) {
        this.most = Math.toIntExact(properties.maxBody().toBytes());
        // One that is larger than all that may be held would be told to come again, for ever.
        this.mostOfWebhook = (int) Math.min(properties.maxWebhookBody().toBytes(), held.all());
    }

    /** @throws Problem 400, 408, 413, 415 or 503 */
    public void read(Exchange exchange) {
        read(exchange, most);
    }

    /** The same, with the bound of webhooks. */
    public void webhook(Exchange exchange) {
        read(exchange, mostOfWebhook);
    }

    private static void read(Exchange exchange, int most) {
        Message message = exchange.getMessage();
        message.setBody(message.getBody(RequestBody.class).read(most));
    }
}
