package io.vsl.admin;

import io.vsl.platform.kafka.Outgoing;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

/** Writes records to Kafka outside a route, and returns when all in-sync replicas have them. */
@Component
class PublishRecords {

    private final ProducerTemplate template;

    PublishRecords(ProducerTemplate template) {
        this.template = template;
    }

    void publish(List<Outgoing> records) {
        if (!records.isEmpty()) {
            template.sendBody("direct:admin-publish", records);
        }
    }
}
