package io.vsl.cancel;

import io.vsl.platform.replicate.ReplicateProperties;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** {@code POST /predictions/{id}/cancel}, which may be repeated. Source: Replicate's OpenAPI description. */
@Component("cancelPrediction")
class CancelPrediction {

    private static final Logger LOG = LoggerFactory.getLogger(CancelPrediction.class);

    private final ReplicateProperties properties;

    CancelPrediction(ReplicateProperties properties) {
        this.properties = properties;
    }

    public void ask(Exchange exchange) {
        Message message = exchange.getMessage();
        Cancellation cancellation = message.getBody(Cancellation.class);
        exchange.setProperty("cancellation", cancellation);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.HTTP_PATH, "/predictions/" + cancellation.predictionId() + "/cancel");
        message.setHeader("Authorization", "Bearer " + properties.apiToken());
        message.setBody(null);
    }

    /** A 4xx is an answer too: the prediction is over, or forgotten. */
    public void answered(@ExchangeProperty("cancellation") Cancellation cancellation,
            @Header("CamelHttpResponseCode") int status) throws IOException {
        if (status >= 500 || status == 429) {
            throw new IOException("Replicate answers " + status);
        }
        LOG.atInfo().addKeyValue("action", "cancel").addKeyValue("jobId", cancellation.jobId())
                .addKeyValue("status", status).log("The prediction is cancelled");
    }

    /** It is tried again later, and the outcome proposed then too: it is the same. */
    public void failed(@ExchangeProperty("cancellation") Cancellation cancellation,
            @ExchangeProperty("CamelExceptionCaught") Exception failure) {
        cancellation.item().postpone(String.valueOf(failure.getMessage()));
    }
}
