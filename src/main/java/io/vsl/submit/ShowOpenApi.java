package io.vsl.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** {@code openapi.yaml} as JSON. */
@Component("showOpenApi")
class ShowOpenApi {

    private final Document document;

    ShowOpenApi(ObjectMapper json) throws IOException {
        this.document = Document.ofYaml("openapi.yaml", json);
    }

    public void show(Exchange exchange) {
        document.show(exchange);
    }
}
