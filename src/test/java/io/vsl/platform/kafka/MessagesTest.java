package io.vsl.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Outgoing RECORD =
            new Outgoing("t.out", "key".getBytes(UTF_8), "value".getBytes(UTF_8), Map.of("ce_id", "1"));

    private final Iterable<Message> messages = new Messages().of(List.of(RECORD), new DefaultCamelContext());

    @Test
    void aMessageHasTheRecordsTopicKeyValueAndHeaders() {
        Message message = messages.iterator().next();

        assertThat(message.getHeader(KafkaConstants.OVERRIDE_TOPIC)).isEqualTo("t.out");
        assertThat(message.getHeader(KafkaConstants.KEY)).isEqualTo(RECORD.key());
        assertThat(message.getHeader("ce_id")).isEqualTo("1");
        assertThat(message.getBody()).isEqualTo(RECORD.value());
    }

    @Test
    void aSecondAttemptHasTheTopicThatTheFirstTookAway() {
        messages.iterator().next().removeHeader(KafkaConstants.OVERRIDE_TOPIC);

        assertThat(messages.iterator().next().getHeader(KafkaConstants.OVERRIDE_TOPIC)).isEqualTo("t.out");
    }
}
