package io.vsl.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Records that wait in a topic, and how fast a group takes them up. */
final class Backlog implements AutoCloseable {

    private static final int PARTITIONS = 6;
    private static final long LOOK_EVERY_MS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** What comes before, the program's start and most of the JIT compiler's work, is not measured here. */
    private static final double MEASURED_FROM = 0.6;

    private final Map<String, Object> settings;
    private final Admin admin;

    Backlog(String brokers) {
        settings = Map.of("bootstrap.servers", brokers);
        admin = Admin.create(settings);
    }

    void createTopics(Collection<String> names) throws ExecutionException, InterruptedException {
        create(names, Map.of());
    }

    /** Topics that others read: brokers pack them as the application has them do. */
    void createPublicTopics(Collection<String> names) throws ExecutionException, InterruptedException {
        create(names, Map.of("compression.type", "gzip"));
    }

    private void create(Collection<String> names, Map<String, String> configs)
            throws ExecutionException, InterruptedException {
        admin.createTopics(names.stream()
                        .map(name -> new NewTopic(name, Optional.of(PARTITIONS), Optional.empty()).configs(configs))
                        .toList())
                .all()
                .get();
    }

    /** Without the records that it has, which take gigabytes after some rounds. */
    void createAnew(String topic) throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(topic)).all().get();
        createTopics(List.of(topic));
    }

    /** Writes so many records of that many bytes, which don't compress. */
    void fill(String topic, long records, int bytes) {
        Random random = new Random(1);
        fill(Stream.generate(() -> {
                    byte[] value = new byte[bytes];
                    random.nextBytes(value);
                    return new ProducerRecord<>(
                            topic, UUID.randomUUID().toString().getBytes(), value);
                })
                .limit(records));
    }

    /** Packed as the application packs them. */
    void fill(Stream<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> packed = new HashMap<>(settings);
        packed.put("compression.type", "lz4");
        // A broker takes whatever comes first to a new topic as the first: with more under way at once a repeated one
        // before
        // it is out of sequence for good.
        packed.put("max.in.flight.requests.per.connection", 1);
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(packed, new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(record -> {
                var unused = producer.send(record, (written, failed) -> failure.compareAndSet(null, failed));
            });
        }
        if (failure.get() != null) {
            throw new IllegalStateException("A backlog can't be written", failure.get());
        }
    }

    /** Records per second that the group commits, of a backlog of so many, once it is in its stride. */
    double drained(String group, long records) throws ExecutionException, InterruptedException {
        long give = System.nanoTime() + PATIENCE_NANOS;
        long from = 0;
        long begin = 0;
        while (System.nanoTime() < give) {
            long now = System.nanoTime();
            long committed = committed(group);
            if (begin == 0 && committed >= records * MEASURED_FROM) {
                from = committed;
                begin = now;
            }
            if (committed >= records) {
                return (committed - from) / ((now - begin) / 1e9);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
        throw new IllegalStateException(group + " does not take up its backlog");
    }

    private long committed(String group) throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** So that the group begins anew; nobody must be in it any more. */
    void forget(String group) throws ExecutionException, InterruptedException {
        while (true) {
            try {
                admin.deleteConsumerGroups(List.of(group)).all().get();
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return;
                } else if (!(e.getCause() instanceof GroupNotEmptyException)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            }
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
