package io.vsl.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Outgoing RECORD =
            new Outgoing("t.out", "key".getBytes(UTF_8), "value".getBytes(UTF_8), Map.of("ce_id", "1"));

    private final CamelContext context = new DefaultCamelContext();

    private Message message() {
        return new Messages().of(List.of(RECORD), context).get(0);
    }

    @Test
    void aMessageHasTheRecordsTopicKeyValueAndHeaders() {
        Message message = message();

        assertThat(message.getHeader(KafkaConstants.OVERRIDE_TOPIC)).isEqualTo("t.out");
        assertThat(message.getHeader(KafkaConstants.KEY)).isEqualTo(RECORD.key());
        assertThat(message.getHeader("ce_id")).isEqualTo("1");
        assertThat(message.getBody()).isEqualTo(RECORD.value());
    }

    @Test
    void aSecondAttemptHasTheTopicThatTheFirstTookAway() {
        message().removeHeader(KafkaConstants.OVERRIDE_TOPIC);

        assertThat(message().getHeader(KafkaConstants.OVERRIDE_TOPIC)).isEqualTo("t.out");
    }
}
