package io.vsl.bench.reference;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Copies one topic to another: a poll, its records written and acknowledged, its offsets committed. */
public final class Echo {

    private Echo() {}

    public static void main(String[] args) throws IOException {
        Health.serve();
        copy(System.getenv("GROUP"), System.getenv("INPUT"), System.getenv("OUTPUT"));
    }

    /** Without end. */
    static void copy(String group, String input, String output) {
        try (Consumer<byte[], byte[]> consumer = Kafka.consumer(group, "500");
                Producer<byte[], byte[]> producer = Kafka.producer()) {
            consumer.subscribe(List.of(input));
            while (true) {
                ConsumerRecords<byte[], byte[]> poll = consumer.poll(Duration.ofMillis(100));
                List<Future<RecordMetadata>> sent = new ArrayList<>(poll.count());
                for (ConsumerRecord<byte[], byte[]> record : poll) {
                    sent.add(producer.send(new ProducerRecord<>(output, record.key(), record.value())));
                }
                for (Future<RecordMetadata> each : sent) {
                    each.get();
                }
                if (!poll.isEmpty()) {
                    consumer.commitSync();
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
