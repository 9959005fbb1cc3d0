package io.vsl.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.http.AnswerBody;
import io.vsl.platform.http.Problem;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * {@code openapi.yaml} and {@code asyncapi.yaml} as JSON, and the schemas of what stands on the topics for others, to which the
 * latter leads.
 */
@Component("showSpecifications")
@Lazy
class ShowSpecifications {

    private static final String SCHEMAS = "classpath:schemas/*.json";

    private final Document openApi;
    private final Document asyncApi;
    private final Map<String, Document> schemas;

    ShowSpecifications(ObjectMapper json) throws IOException {
        this.openApi = Document.ofYaml("openapi.yaml", json);
        this.asyncApi = Document.ofYaml("asyncapi.yaml", json);
        Map<String, Document> byName = new HashMap<>();
        for (Resource resource : new PathMatchingResourcePatternResolver().getResources(SCHEMAS)) {
            byName.put(
                    Objects.requireNonNull(resource.getFilename()),
                    new Document("application/schema+json", new AnswerBody(resource.getContentAsByteArray())));
        }
        this.schemas = Map.copyOf(byName);
    }

    public void openApi(Exchange exchange) {
        openApi.show(exchange);
    }

    public void asyncApi(Exchange exchange) {
        asyncApi.show(exchange);
    }

    /** @throws Problem 404 when there is none of that name, {@code job.completed.json} */
    public void schema(@Header("name") String name, Exchange exchange) {
        Document schema = schemas.get(name);
        if (schema == null) {
            throw Problem.of(404, "NOT_FOUND", "There is no such schema");
        }
        schema.show(exchange);
    }
}
