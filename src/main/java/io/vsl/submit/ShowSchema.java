package io.vsl.submit;

import io.vsl.platform.http.AnswerBody;
import io.vsl.platform.http.Problem;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The schemas of what stands on the topics for others, as they are. */
@Component("showSchema")
class ShowSchema {

    private static final String ALL = "classpath:schemas/*.json";

    private final Map<String, Document> documents;

    ShowSchema() throws IOException {
        Map<String, Document> byName = new HashMap<>();
        for (Resource resource : new PathMatchingResourcePatternResolver().getResources(ALL)) {
            byName.put(
                    Objects.requireNonNull(resource.getFilename()),
                    new Document("application/schema+json", new AnswerBody(resource.getContentAsByteArray())));
        }
        this.documents = Map.copyOf(byName);
    }

    /** @throws Problem 404 when there is none of that name, {@code job.completed.json} */
    public void show(@Header("name") String name, Exchange exchange) {
        Document document = documents.get(name);
        if (document == null) {
            throw Problem.of(404, "NOT_FOUND", "There is no such schema");
        }
        document.show(exchange);
    }
}
