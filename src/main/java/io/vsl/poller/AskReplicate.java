package io.vsl.poller;

import io.vsl.platform.replicate.ReplicateProperties;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Makes the requests of the poller. */
@Component("askReplicate")
class AskReplicate {

    private final ReplicateProperties properties;

    AskReplicate(ReplicateProperties properties) {
        this.properties = properties;
    }

    /** {@code GET /predictions/{id}} of the attempt. */
    public void forPrediction(Exchange exchange) {
        get(exchange, "/predictions/" + exchange.getProperty("attempt", OpenAttempt.class).predictionId());
    }

    /** The next page of {@code GET /predictions} of the search. */
    public void forPage(Exchange exchange) {
        get(exchange, "/predictions");
        exchange.getMessage().setHeader(Exchange.HTTP_QUERY, exchange.getProperty("search", Search.class).query());
    }

    private void get(Exchange exchange, String path) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, "GET");
        message.setHeader(Exchange.HTTP_PATH, path);
        message.setHeader("Authorization", "Bearer " + properties.apiToken());
        message.setBody(null);
    }
}
