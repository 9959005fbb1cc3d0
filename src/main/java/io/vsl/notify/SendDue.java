package io.vsl.notify;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.delivery.Deliveries;
import io.vsl.delivery.Deliveries.Made;
import io.vsl.delivery.Delivery;
import io.vsl.delivery.Tried;
import io.vsl.delivery.TryResult;
import io.vsl.delivery.UnderWay;
import io.vsl.job.Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Sends deliveries, as they are made and when they are due, side by side, and waits for none of them. */
@Component("sendDue")
class SendDue implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(SendDue.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Deliveries deliveries;
    private final WriteBody writeBody;
    private final CallReceiver receiver;
    private final RecordTries recordTries;
    private final ExecutorService aside;
    private final MeterRegistry meters;
    private final Clock clock;
    private final NotifyProperties properties;
    private final DecideNext next;
    private final Calls calls;

    private volatile boolean stopping;
    private volatile boolean stopped;
    /** From the count of what is under way until what is taken by it counts too. */
    private final Lock looking = new ReentrantLock();

    /** Of what was due the last look left some for want of room. */
    private volatile boolean isBehind;

    private final AtomicBoolean asked = new AtomicBoolean();

    /**
     * Before it nothing of what waits was due, when that was looked up last; a look need not come past all that once was.
     * What is made later is due later. If another process began to write it before, the look of the next period finds it.
     */
    private Instant since = Instant.EPOCH;

    SendDue(
            Deliveries deliveries,
            WriteBody writeBody,
            CallReceiver receiver,
            RecordTries recordTries,
            @Qualifier("aside") ExecutorService aside,
            MeterRegistry meters,
            Clock clock,
            NotifyProperties properties) {
        this.deliveries = deliveries;
        this.writeBody = writeBody;
        this.receiver = receiver;
        this.recordTries = recordTries;
        this.aside = aside;
        this.meters = meters;
        this.clock = clock;
        this.properties = properties;
        this.next = new DecideNext(properties.schedule(), RandomGenerator.getDefault());
        this.calls = new Calls(properties);
        Gauge.builder("vsl.notify.calls", calls, Calls::count)
                .description("Calls to receivers of webhooks under way; at vsl.notify.concurrency others wait")
                .register(meters);
    }

    /** Takes what is due. */
    public void look() {
        look(deliveries::firstDue);
    }

    /** The same as soon as may be: there may be something, or room for it. */
    private void soon() {
        if (!stopping && asked.compareAndSet(false, true)) {
            aside.execute(() -> look(() -> since));
        }
    }

    /** Takes as much as may be under way, and looks again while there is more. */
    private void look(Supplier<Instant> first) {
        looking.lock();
        try {
            // Who asks from now on is not sure to be seen by this look; until now one was enough for all.
            asked.set(false);
            UnderWay underWay = calls.underWay();
            if (stopping || underWay.room() <= 0) {
                return;
            }
            since = first.get();
            List<Delivery> taken = deliveries.take(since, underWay, properties.lease());
            isBehind = taken.size() >= underWay.room();
            send(taken, writeBody::of);
            if (!taken.isEmpty()) {
                soon();
            }
        } catch (RuntimeException e) {
            // It is due as well when PostgreSQL is back.
            LOG.atWarn().addKeyValue("action", "notify").setCause(e).log("Webhooks that are due can't be taken");
        } finally {
            looking.unlock();
        }
    }

    /**
     * Sends deliveries as they are made.
     *
     * @param note told what is under way, makes and takes them: none while others are looked for, or are due and had no room
     * @param job  as it was read, by its id
     */
    void note(Function<UnderWay, Made> note, Function<UUID, Job> job) {
        Made made;
        // The poll does not wait for a look, which takes what is made meanwhile.
        boolean mayTake = looking.tryLock();
        try {
            UnderWay underWay = calls.underWay();
            made = note.apply(mayTake && !stopping && !isBehind ? underWay : underWay.full());
            send(
                    made.taken(),
                    delivery -> writeBody.of(delivery.event(), job.apply(Objects.requireNonNull(delivery.jobId()))));
        } finally {
            if (mayTake) {
                looking.unlock();
            }
        }
        if (made.isMoreDue()) {
            soon();
        }
    }

    /** They are under way from now on, and are sent aside. */
    private void send(List<Delivery> taken, Function<Delivery, byte[]> body) {
        taken.forEach(calls::began);
        if (!taken.isEmpty()) {
            aside.execute(() -> taken.forEach(delivery -> send(delivery, body)));
        }
    }

    private void send(Delivery delivery, Function<Delivery, byte[]> writeBody) {
        Instant began = clock.instant();
        try {
            if (delivery.keys().isEmpty()) {
                throw new IllegalStateException("There is no secret to sign it");
            }
            byte[] body = writeBody.apply(delivery);
            var unused = receiver.call(delivery, body, SignDelivery.headers(delivery, began, body))
                    .thenAccept(answered -> record(delivery, began, answered));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("action", "notify")
                    .addKeyValue("deliveryId", delivery.id())
                    .setCause(e)
                    .log("A webhook can't be made");
            record(delivery, began, Answered.without(TryResult.CLOSED, "could not be made"));
        }
    }

    /** Nothing more is taken; what is under way may end. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    /** Before the client is closed. What has not ended by then another process sends, when its lease is over. */
    @Override
    public void destroy() throws InterruptedException {
        long until = System.nanoTime() + properties.timeout().plusSeconds(1).toNanos();
        while (calls.count() > 0 && System.nanoTime() < until) {
            Thread.sleep(LOOK_EVERY);
        }
        stopped = true;
    }

    private void record(Delivery delivery, Instant began, Answered answered) {
        if (stopped) {
            return;
        }
        Instant ended = clock.instant();
        Duration took = Duration.between(began, ended);
        meters.timer("vsl.notify.call", "result", answered.result().value()).record(took);
        Tried tried = new Tried(
                delivery,
                began,
                took,
                answered.result(),
                answered.status(),
                answered.detail(),
                next.after(answered, delivery, ended));
        recordTries.add(tried, this::written);
    }

    private void written(Tried tried) {
        if (calls.ended(tried.delivery())) {
            soon();
        }
        LOG.atInfo()
                .addKeyValue("action", "notify")
                .addKeyValue("deliveryId", tried.delivery().id())
                .addKeyValue("jobId", tried.delivery().jobId())
                .addKeyValue("userId", tried.delivery().userId())
                .addKeyValue("result", tried.result().value())
                .addKeyValue("status", tried.status())
                .addKeyValue("duration", tried.took().toMillis())
                .log("Webhook tried");
    }
}
