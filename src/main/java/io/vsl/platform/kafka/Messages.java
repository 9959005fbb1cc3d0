package io.vsl.platform.kafka;

import java.util.List;
import org.apache.camel.Body;
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

    /** @param body {@link Outgoing} ones in a list, or what is {@link Recorded} */
    public List<Message> of(@Body Object body, CamelContext context) {
        List<?> records = body instanceof Recorded recorded ? recorded.records() : (List<?>) body;
        return records.stream()
                .map(record -> message((Outgoing) record, context))
                .toList();
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
