package io.vsl.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.http.AnswerBody;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is said of the interfaces, made once and served to everybody. */
record Document(String contentType, AnswerBody content) {

    /** A resource of YAML, as JSON. */
    static Document ofYaml(String resource, ObjectMapper json) throws IOException {
        try (InputStream yaml = new ClassPathResource(resource).getInputStream()) {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            return new Document("application/json", new AnswerBody(json.writeValueAsBytes(tree)));
        }
    }

    void show(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        message.setBody(content);
    }
}
