package io.vsl.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.kafka.PlainTopics;
import io.vsl.platform.topology.Topology;
import io.vsl.testing.Devstack;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NeedsServers
class ListDeadLettersTest {

    private final String prefix = "list-" + UUID.randomUUID().toString().substring(0, 8);
    private final String topic = prefix + ".admit.dead-letter";
    private final ListDeadLetters letters = new ListDeadLetters(
            PlainTopics.openLog(Devstack.shared().get("KAFKA_BROKERS")),
            PlainTopics.withPrefix(prefix),
            Topology.read(Topology.DEFAULT));

    /** Where no record stands, since it was aborted, a page is short; the next goes on before it. */
    @Test
    void offsetsWithoutARecordEndNoList() throws Exception {
        try (Admin admin = Log.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        Log.produce(topic, "first", "x");
        try (Transaction aborted = Transaction.of(Collections.nCopies(5, Log.record(topic, "never", "x")))) {
            aborted.abort();
        }
        Log.produce(topic, "second", "x");
        List<Long> seen = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            ListDeadLetters.Page page = letters.list(request(cursor));
            page.deadLetters().forEach(letter -> seen.add(letter.offset()));
            cursor = page.nextCursor();
            pages++;
        } while (cursor != null && pages < 20);

        assertThat(pages).isLessThan(20);
        // The mark of the end of a transaction may come before the second or after it.
        assertThat(seen).hasSize(2).endsWith(0L);
    }

    private static Message request(@Nullable String cursor) {
        Message request = new DefaultMessage(new DefaultCamelContext());
        request.setHeader("stage", "admit");
        request.setHeader("limit", "2");
        if (cursor != null) {
            request.setHeader("cursor", cursor);
        }
        return request;
    }
}
