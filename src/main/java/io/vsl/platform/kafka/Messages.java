package io.vsl.platform.kafka;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.springframework.stereotype.Component;

/**
 * Records as camel-kafka's producer takes them. It removes the topic's header from a message while it sends it, so a
 * second attempt needs new messages.
 */
@Component("messages")
class Messages {

    public List<Message> of(List<Outgoing> records, CamelContext context) {
        return records.stream().map(record -> message(record, context)).toList();
    }

    private static Message message(Outgoing outgoing, CamelContext context) {
        Message message = new DefaultMessage(context);
        message.setBody(outgoing.value());
        outgoing.headers().forEach(message::setHeader);
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, outgoing.topic());
        if (outgoing.key() != null) {
            message.setHeader(KafkaConstants.KEY, outgoing.key());
        }
        return message;
    }
}
