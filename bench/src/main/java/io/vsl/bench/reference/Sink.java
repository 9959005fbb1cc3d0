package io.vsl.bench.reference;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The loop of a sink: a poll of events, written as a whole, its offsets committed. */
final class Sink {

    private Sink() {}

    @FunctionalInterface
    interface Write {
        void write(List<Event> events) throws Exception;
    }

    static void run(Write write) throws Exception {
        Health.serve();
        try (Consumer<byte[], byte[]> consumer =
                Kafka.consumer(System.getenv("GROUP"), System.getenv("MAX_POLL_RECORDS"))) {
            consumer.subscribe(List.of(System.getenv("TOPICS").split(",")));
            while (true) {
                ConsumerRecords<byte[], byte[]> poll = consumer.poll(Duration.ofMillis(100));
                if (!poll.isEmpty()) {
                    write.write(StreamSupport.stream(poll.spliterator(), false)
                            .map(Event::of)
                            .toList());
                    consumer.commitSync();
                }
            }
        }
    }
}
