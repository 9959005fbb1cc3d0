package io.vsl.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** {@code asyncapi.yaml} as JSON. Its references to schemas lead to {@link ShowSchema}. */
@Component("showAsyncApi")
class ShowAsyncApi {

    private final Document document;

    ShowAsyncApi(ObjectMapper json) throws IOException {
        this.document = Document.ofYaml("asyncapi.yaml", json);
    }

    public void show(Exchange exchange) {
        document.show(exchange);
    }
}
