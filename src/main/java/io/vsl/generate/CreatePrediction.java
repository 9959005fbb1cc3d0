package io.vsl.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.AttemptContext;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.kafka.TraceParent;
import io.vsl.platform.replicate.ReplicateProperties;
import io.vsl.platform.replicate.SendOnce;
import io.vsl.platform.replicate.SignedContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Makes the request {@code POST /predictions}, with our context on the webhook's URL. */
@Component("createPrediction")
class CreatePrediction {

    private final ObjectMapper json;
    private final SignedContext contexts;
    private final ReplicateProperties properties;

    CreatePrediction(ObjectMapper json, SignedContext contexts, ReplicateProperties properties) {
        this.json = json;
        this.contexts = contexts;
        this.properties = properties;
    }

    public void create(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Attempt attempt = message.getBody(Attempt.class);
        PredictionRequest prediction = attempt.accepted().prediction();
        ObjectNode body = json.createObjectNode();
        if (prediction.version() != null) {
            body.put("version", prediction.version());
        }
        body.set("input", prediction.input());
        body.put("webhook", webhook(attempt));
        body.putArray("webhook_events_filter").add("completed");

        exchange.setProperty("attempt", attempt);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.HTTP_PATH, prediction.path());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Authorization", "Bearer " + properties.apiToken());
        message.setHeader(SendOnce.SEND_BEFORE, attempt.claim().sendBefore());
        if (prediction.deadline() != null) {
            message.setHeader("Cancel-After", prediction.deadline().toSeconds() + "s");
        }
        message.setBody(json.writeValueAsBytes(body));
    }

    private String webhook(Attempt attempt) {
        AttemptContext context = new AttemptContext(attempt.accepted().job(), attempt.number(),
                attempt.accepted().prediction().outputs(), TraceParent.of(attempt.item().consumed()).orElse(null));
        return "%s/webhook/replicate?job=%s&attempt=%d&%s=%s".formatted(properties.webhookBaseUrl(),
                context.job().jobId(), context.attempt(), SignedContext.PARAMETER, contexts.sign(context));
    }
}
