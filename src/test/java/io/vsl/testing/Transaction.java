package io.vsl.testing;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A transaction of a Kafka producer; one that nobody has committed is aborted in the end. */
public final class Transaction implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers",
                    Devstack.shared().get("KAFKA_BROKERS"),
                    "transactional.id",
                    "test-" + UUID.randomUUID()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private boolean open = true;

    private Transaction() {
        producer.initTransactions();
        producer.beginTransaction();
    }

    /** Begins one with these records, and returns when the brokers have them. */
    public static Transaction of(List<ProducerRecord<byte[], byte[]>> records) {
        Transaction transaction = new Transaction();
        try {
            for (Future<RecordMetadata> sent :
                    records.stream().map(transaction.producer::send).toList()) {
                sent.get();
            }
            return transaction;
        } catch (Exception e) {
            transaction.close();
            throw new IllegalStateException(e);
        }
    }

    public void commit() {
        producer.commitTransaction();
        open = false;
    }

    public void abort() {
        producer.abortTransaction();
        open = false;
    }

    @Override
    public void close() {
        if (open) {
            abort();
        }
        producer.close();
    }
}
