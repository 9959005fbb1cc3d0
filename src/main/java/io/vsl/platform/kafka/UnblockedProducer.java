package io.vsl.platform.kafka;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A producer whose {@code send} never waits. Kafka's own waits up to {@code max.block.ms} where it doesn't know a topic's
 * partitions yet: that is waited for aside, as long. When its buffer is full a record fails at once: who calls is to come
 * again, and not to fill memory here.
 */
final class UnblockedProducer extends KafkaProducer<byte[], byte[]> {

    private static final Duration ASK_AGAIN = Duration.ofMillis(20);

    private final long patience;
    private final Executor later;

    UnblockedProducer(Properties settings, Executor aside) {
        super(without(settings));
        this.patience = Duration.ofMillis(
                        Long.parseLong(String.valueOf(settings.get(ProducerConfig.MAX_BLOCK_MS_CONFIG))))
                .toNanos();
        this.later = CompletableFuture.delayedExecutor(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS, aside);
    }

    private static Properties without(Properties settings) {
        Properties own = new Properties();
        own.putAll(settings);
        own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "0");
        return own;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        Attempt attempt = new Attempt(record, callback);
        attempt.run();
        return attempt.sent;
    }

    /** A record until it is sent, or given up. */
    private final class Attempt implements Runnable {

        private final ProducerRecord<byte[], byte[]> record;
        private final @Nullable Callback callback;
        private final long begun = System.nanoTime();
        private final CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
        private volatile boolean isSending;

        Attempt(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            this.record = record;
            this.callback = callback;
        }

        @Override
        public void run() {
            isSending = true;
            try {
                var unused = UnblockedProducer.super.send(record, this::ended);
            } catch (RuntimeException e) {
                ended(null, e);
            } finally {
                isSending = false;
            }
        }

        private void ended(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure != null && isPartitionUnknown(failure) && System.nanoTime() - begun < patience) {
                later.execute(this);
                return;
            }
            if (callback != null) {
                callback.onCompletion(metadata, failure);
            }
            if (failure == null) {
                sent.complete(metadata);
            } else {
                sent.completeExceptionally(failure);
            }
        }

        /** One that is told before {@code send} returns; later ones are of a record that is on its way. */
        private boolean isPartitionUnknown(Exception failure) {
            return isSending && failure instanceof TimeoutException && !(failure instanceof BufferExhaustedException);
        }
    }
}
