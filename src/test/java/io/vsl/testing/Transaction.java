package io.vsl.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * A transaction of a Kafka producer; one that nobody has committed is aborted in the end. What it has written is read, or
 * passed over, when {@link #commit} or {@link #abort} returns: brokers write that a while after they have said so.
 */
public final class Transaction implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers",
                    Devstack.shared().get("KAFKA_BROKERS"),
                    "transactional.id",
                    "test-" + UUID.randomUUID()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    /** The last of its records, by partition. */
    private final Map<TopicPartition, Long> written = new HashMap<>();

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
                RecordMetadata at = sent.get();
                transaction.written.put(new TopicPartition(at.topic(), at.partition()), at.offset());
            }
            return transaction;
        } catch (Exception e) {
            transaction.close();
            throw new IllegalStateException(e);
        }
    }

    public void commit() {
        producer.commitTransaction();
        ended();
    }

    public void abort() {
        producer.abortTransaction();
        ended();
    }

    private void ended() {
        open = false;
        try (Admin admin = Log.admin()) {
            written.forEach((partition, last) ->
                    Awaitility.await("the end of a transaction").until(() -> committedUpTo(admin, partition) > last));
        }
    }

    private static long committedUpTo(Admin admin, TopicPartition partition) throws Exception {
        return admin.listOffsets(
                        Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(partition)
                .get()
                .offset();
    }

    @Override
    public void close() {
        if (open) {
            abort();
        }
        producer.close();
    }
}
