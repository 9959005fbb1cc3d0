package io.vsl.platform.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Timer;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.HoldNote;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.OnePollConsumer;
import io.vsl.platform.kafka.Outgoing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The steps of the stage template around a stage's own work.
 *
 * <p>Offsets are committed once per poll, as the last step, after every dead letter and every output of the poll has
 * been acknowledged by all in-sync replicas. Whatever fails before that makes the same records come again.
 */
@Component("stage")
class Stage {

    private static final Logger LOG = LoggerFactory.getLogger(Stage.class);

    private static final String POLL = "poll";

    private final StageProperties properties;
    private final DeadLetters deadLetters;
    private final Retries retries;
    private final StageMeters meters;
    private final StageHolds holds;
    private final SkipOrders skipOrders;
    private final ObjectMapper json;

    Stage(
            StageProperties properties,
            DeadLetters deadLetters,
            Retries retries,
            StageMeters meters,
            StageHolds holds,
            SkipOrders skipOrders,
            ObjectMapper json) {
        this.properties = properties;
        this.deadLetters = deadLetters;
        this.retries = retries;
        this.meters = meters;
        this.holds = holds;
        this.skipOrders = skipOrders;
        this.json = json;
    }

    /**
     * @param first  where the poll began in each partition
     * @param next   what is to be committed
     * @param unread how many records the consumer had yet to read then
     */
    private record Poll(
            Consumer<?, ?> consumer,
            Map<TopicPartition, Long> first,
            Map<TopicPartition, OffsetAndMetadata> next,
            Batch batch,
            long unread,
            PollTime time,
            Timer.Sample begun) {}

    /** The body becomes the poll's {@link Batch}, and no header of a record reaches a route as a Camel header. */
    public void open(Exchange exchange) {
        Message message = exchange.getMessage();
        OnePollConsumer consumer =
                (OnePollConsumer) message.getHeader(KafkaConstants.MANUAL_COMMIT, DefaultKafkaManualCommit.class)
                        .getCamelExchangePayload()
                        .consumer;
        ConsumerRecords<byte[], byte[]> polled = consumer.takePolled();
        if (message.getBody(List.class).size() != 1) {
            throw new IllegalStateException("A batch is to be what one poll returned");
        }
        PollTime time = new PollTime(properties.retryFor(), System::nanoTime);
        List<PolledRecord> records = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            records.add(new PolledRecord(retries.original(Consumed.of(record)), time.end()));
        }
        long unread = consumer.assignment().stream()
                .mapToLong(it -> consumer.currentLag(it).orElse(0))
                .sum();
        meters.lag(stage(exchange), unread + records.size());
        Batch batch = new Batch(records);
        Map<TopicPartition, Long> first = new LinkedHashMap<>();
        polled.partitions()
                .forEach(place -> first.put(place, polled.records(place).get(0).offset()));
        exchange.setProperty(
                POLL, new Poll(consumer, first, polled.nextOffsets(), batch, unread, time, meters.start()));
        message.removeHeaders("*");
        message.setBody(batch);
    }

    /** Whether a part of the poll is yet to be worked on. */
    public boolean hasWork(Exchange exchange) {
        poll(exchange).time().tryBegins();
        return poll(exchange).batch().next();
    }

    /** Whether what became of a part of the poll is yet to be written. */
    public boolean hasUnwritten(Exchange exchange) {
        poll(exchange).time().tryBegins();
        Batch batch = poll(exchange).batch();
        if (!batch.isWriting()) {
            batch.write();
        }
        return batch.next();
    }

    /** The batch, whose open records are those of the part at hand. */
    public Batch part(Exchange exchange) {
        return poll(exchange).batch();
    }

    /** Whatever the body is by now. */
    public void requireWorked(Exchange exchange) {
        requireDone(poll(exchange).batch());
    }

    /** Whether the same would fail again however often it were tried, and it can be told by which record. */
    public boolean isRefused(Exchange exchange) {
        Poll poll = exchange.getProperty(POLL, Poll.class);
        if (poll == null || Refusal.of(failure(exchange)).isEmpty()) {
            return false;
        }
        List<PolledRecord> part = poll.batch().part();
        // What can't be written even without its value is not the record's fault.
        return !part.isEmpty() && !(part.size() == 1 && part.get(0).isValueOmitted());
    }

    /** Halves the part that was refused, or sets its one record aside. Always true: what is left is tried at once. */
    public boolean narrow(Exchange exchange) {
        poll(exchange).time().tryBegins();
        Batch batch = poll(exchange).batch();
        List<PolledRecord> part = batch.part();
        if (part.size() > 1) {
            batch.halve();
            return true;
        }
        PolledRecord polled = part.get(0);
        Refusal refusal = Refusal.of(failure(exchange)).orElseThrow();
        LOG.atError()
                .addKeyValue("action", "dead-letter")
                .addKeyValue("stage", stage(exchange))
                .addKeyValue("record", polled.consumed().position())
                .addKeyValue("error", refusal.error())
                .log("A record is refused for good and set aside: {}", refusal.reason());
        if (polled.isOpen()) {
            polled.die(refusal);
        } else if (polled.deadReason() == null) {
            polled.die(new Refusal("what follows from it can't be written. " + refusal.reason(), refusal.error()));
        } else {
            polled.omitValue();
        }
        return true;
    }

    /**
     * Whether the work of this poll may be tried again before the records are fetched anew; without one, or without time for
     * another try, it may not. A stage that fails again and again holds, and says so.
     */
    public boolean mayRetry(Exchange exchange) {
        Poll poll = exchange.getProperty(POLL, Poll.class);
        if (poll == null) {
            return false;
        }
        List<PolledRecord> undone = poll.batch().part();
        String record = undone.isEmpty() ? "" : undone.get(0).consumed().position();
        holds.failed(stage(exchange), record, failure(exchange)).ifPresent(hold -> {
            skipOrders.obey(stage(exchange), poll.batch().open());
            note(poll, hold);
        });
        return poll.time().mayRetry();
    }

    /** Commits what is committed already, on the consumer's own thread, with a note that we hold. */
    private void note(Poll poll, StageHolds.Hold hold) {
        String text = new HoldNote(hold.since(), hold.last(), hold.record(), hold.reason()).text(json);
        Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
        poll.first().forEach((place, offset) -> offsets.put(place, new OffsetAndMetadata(offset, text)));
        offsets.keySet().retainAll(poll.consumer().assignment());
        try {
            poll.consumer().commitSync(offsets, properties.commitTimeout());
        } catch (RuntimeException e) {
            LOG.atDebug().addKeyValue("action", "hold").setCause(e).log("That the stage holds can't be noted");
        }
    }

    private static Throwable failure(Exchange exchange) {
        Throwable failure = exchange.getException();
        return failure != null
                ? failure
                : Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }

    /**
     * The last step of a work that can leave records open.
     *
     * @throws TryAgain when it has
     */
    public void requireDone(Batch batch) {
        requireNone(batch.open());
    }

    private static void requireNone(List<PolledRecord> open) {
        if (!open.isEmpty()) {
            throw new TryAgain(open.size() + " records could not be processed yet");
        }
    }

    /** The dead letters of the part. */
    public List<Outgoing> deadLetters(Exchange exchange) {
        String stage = stage(exchange);
        List<Outgoing> letters = new ArrayList<>();
        for (PolledRecord polled : poll(exchange).batch().part()) {
            if (polled.postponedReason() != null) {
                postpone(stage, polled);
            }
            if (!fit(polled.outputs())) {
                polled.die(new InvalidRecord("what follows from it is too large for a record"));
            }
            if (polled.deadReason() != null) {
                letters.add(deadLetters.of(stage, polled));
            }
        }
        return letters;
    }

    /** Of every record that a stage reads: hence a loop. */
    private static boolean fit(List<Outgoing> outputs) {
        for (Outgoing output : outputs) {
            if (!output.fits()) {
                return false;
            }
        }
        return true;
    }

    /** The outputs of the part in the order of its records, and its records that are to be taken up again. */
    public List<Outgoing> outputs(Exchange exchange) {
        List<Outgoing> outputs = new ArrayList<>();
        poll(exchange).batch().part().forEach(polled -> outputs.addAll(polled.outputs()));
        return outputs;
    }

    /** The brokers have all of the part. */
    public void written(Exchange exchange) {
        poll(exchange).batch().part().forEach(PolledRecord::written);
    }

    private void postpone(String stage, PolledRecord polled) {
        int attempts = Retries.attempt(polled.consumed()) + 1;
        if (attempts < properties.maxAttempts()) {
            polled.retry(retries.postponed(stage, polled));
        } else {
            polled.die(new TryAgain("given up after %d attempts: %s".formatted(attempts, polled.postponedReason())));
        }
    }

    /** Commits what the poll read, of those partitions that are still ours, on the consumer's own thread. */
    public void commit(Exchange exchange) {
        Poll poll = poll(exchange);
        requireNone(poll.batch().records().stream().filter(PolledRecord::isOpen).toList());
        Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>(poll.next());
        Set<TopicPartition> assigned = poll.consumer().assignment();
        offsets.keySet().retainAll(assigned);
        try {
            poll.consumer().commitSync(offsets, properties.commitTimeout());
        } catch (RuntimeException e) {
            throw new NotCommitted(e);
        }
        holds.over(stage(exchange));
        meters.committed(stage(exchange), poll.batch(), poll.begun());
        meters.lag(stage(exchange), poll.unread());
    }

    private static String stage(Exchange exchange) {
        return exchange.getFromRouteId();
    }

    private static Poll poll(Exchange exchange) {
        return exchange.getProperty(POLL, Poll.class);
    }
}
