package io.vsl.platform.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;

/** Makes the clients of camel-kafka. */
@Component
class KafkaClients extends DefaultKafkaClientFactory implements ApplicationListener<ContextClosedEvent> {

    /**
     * Of a route's consumer, as an additional property: {@code all} its records as they come, or those that are {@code due}.
     * Camel takes dashes out of such names.
     */
    static final String HANDS_OVER = "vsl.handover";

    /** The same: the group of an earlier release whose offsets it takes over where it has none, or {@code none}. */
    static final String FORMER_GROUP = "vsl.formergroup";

    /** The same: for how many milliseconds a poll that has records waits for more. */
    static final String GATHER = "vsl.gather";

    /** Of a route's producer: {@code false} where who sends may not wait, as on an event loop. */
    static final String WAITS = "vsl.waits";

    private final KafkaSecurity security;
    private final Topics topics;
    private final Clock clock;
    private final ExecutorService aside;
    private final Set<OnePollConsumer> consumers = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean isClosed;

    KafkaClients(KafkaSecurity security, Topics topics, Clock clock, @Qualifier("aside") ExecutorService aside) {
        this.aside = aside;
        this.security = security;
        this.topics = topics;
        this.clock = clock;
    }

    @Override
    public Producer<?, ?> getProducer(Properties settings) {
        Properties own = own(settings);
        return "false".equals(own.remove(WAITS)) ? new UnblockedProducer(own, aside) : new FailFastProducer(own);
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties settings) {
        Properties own = own(settings);
        String handsOver = taken(own, HANDS_OVER);
        String formerGroup = taken(own, FORMER_GROUP);
        Duration gather = Duration.ofMillis(Long.parseLong(taken(own, GATHER)));
        OnePollConsumer consumer =
                switch (handsOver) {
                    case "all" -> gather.isZero() ? new OnePollConsumer(own) : new GatheringConsumer(own, gather);
                    case "due" -> new DueConsumer(own, topics::delay, clock);
                    default -> throw new IllegalArgumentException(HANDS_OVER + " must be all or due, not " + handsOver);
                };
        if (!formerGroup.equals("none")) {
            consumer.takeOver(formerGroup, own);
        }
        made(consumer);
        return consumer;
    }

    private synchronized void made(OnePollConsumer consumer) {
        consumers.add(consumer);
        if (isClosed) {
            consumer.hurry();
        }
    }

    /** Before anything is stopped. */
    @Override
    public synchronized void onApplicationEvent(ContextClosedEvent closed) {
        isClosed = true;
        consumers.forEach(OnePollConsumer::hurry);
    }

    /** A copy: camel-kafka asks with the same settings again when it connects anew. */
    private Properties own(Properties settings) {
        Properties own = new Properties();
        own.putAll(settings);
        own.putAll(security.settings());
        return own;
    }

    /** Of the stage template, which states it for each consumer. */
    private static String taken(Properties settings, String name) {
        return Objects.requireNonNull((String) settings.remove(name), name);
    }

    /**
     * camel-kafka hands over the records of a poll one by one, and looks at what became of them afterwards. While all
     * brokers are away there is no metadata, and each of them would wait {@code max.block.ms}: the first one's failure is
     * that of all.
     */
    private static final class FailFastProducer extends KafkaProducer<byte[], byte[]> {

        FailFastProducer(Properties settings) {
            super(settings);
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            Future<RecordMetadata> sent = super.send(record, callback);
            if (sent.isDone()) {
                try {
                    sent.get();
                } catch (ExecutionException e) {
                    throw new KafkaException(e.getCause());
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            }
            return sent;
        }
    }
}
