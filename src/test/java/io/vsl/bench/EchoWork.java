package io.vsl.bench;

import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.stage.Batch;
import java.util.List;
import java.util.Map;

/** Copies each record to another topic. */
public final class EchoWork {

    private final String topic;

    public EchoWork(String topic) {
        this.topic = topic;
    }

    public void work(Batch batch) {
        batch.forEach(polled -> polled.finish(List.of(
                new Outgoing(topic, polled.consumed().key(), polled.consumed().value(), Map.of()))));
    }
}
