package io.vsl.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.models.Model;
import io.vsl.models.ModelRegistry;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** The models now in force, with their parameters, prices and times. */
@Component("listModels")
class ListModels {

    private final ModelRegistry registry;
    private final ObjectMapper json;

    ListModels(ModelRegistry registry, ObjectMapper json) {
        this.registry = registry;
        this.json = json;
    }

    public void list(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(json.writeValueAsBytes(Map.of(
                "models", registry.current().all().stream().map(Model::view).toList())));
    }
}
