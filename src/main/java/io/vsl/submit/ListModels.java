package io.vsl.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.models.ModelRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** The models now in force, with their parameters, prices and times. */
@Component("listModels")
class ListModels {

    private final ModelRegistry registry;
    private final ObjectMapper json;
    private final Clock clock;

    ListModels(ModelRegistry registry, ObjectMapper json, Clock clock) {
        this.registry = registry;
        this.json = json;
        this.clock = clock;
    }

    public void list(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        Instant now = clock.instant();
        message.setBody(json.writeValueAsBytes(Map.of(
                "models",
                registry.current().all().stream().map(model -> model.view(now)).toList())));
    }
}
