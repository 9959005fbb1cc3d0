package io.vsl.platform.http;

import io.vsl.platform.metrics.Refusals;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Reads the body of a request; what goes before is decided without it. */
@Component("readBody")
class ReadBody {

    private static final int TOO_LARGE = 413;

    private final int most;
    private final int mostOfWebhook;

    private final Refusals refusals;

    ReadBody(HttpProperties properties, HeldBytes held, Refusals refusals) {
        this.refusals = refusals;
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
        try {
            read(exchange, mostOfWebhook);
        } catch (Problem e) {
            if (e.status() == TOO_LARGE) {
                refusals.count(
                        "webhook",
                        "too-large",
                        "a prediction is larger than vsl.http.max-webhook-body, or than vsl.http.max-held");
            }
            throw e;
        }
    }

    private static void read(Exchange exchange, int most) {
        Message message = exchange.getMessage();
        message.setBody(message.getBody(RequestBody.class).read(most));
    }
}
