package io.vsl.devstack;

import io.vsl.devstack.ChaosFault.Away;
import io.vsl.devstack.ChaosFault.Flush;
import io.vsl.devstack.ChaosFault.Growth;
import io.vsl.devstack.ChaosFault.Poisoned;
import io.vsl.devstack.ChaosFault.Replicate;
import io.vsl.devstack.ChaosFault.Rotation;
import io.vsl.devstack.ChaosFault.Transaction;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** Throws the faults of a schedule at a stack, each in a thread of its own, and heals them. */
final class ChaosThrower {

    private static final String WEBHOOK_SECRET = "REPLICATE_WEBHOOK_SECRET";

    private final Stack stack;
    private final ChaosStores stores;
    private final ChaosKafka kafka;
    private final ChaosProcesses processes;
    private final Consumer<String> says;
    private final JsonHttp http = new JsonHttp();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Object rotating = new Object();
    private final Tally thrown = new Tally();
    private final Tally skipped = new Tally();

    /** Waits so long, or until everything is to be healed. */
    @FunctionalInterface
    interface Wait {
        void until(Duration over) throws InterruptedException;
    }

    /**
     * @param kafka throws what is thrown at topics
     * @param says  is told of each fault that is thrown or healed
     */
    ChaosThrower(Stack stack, ChaosKafka kafka, Consumer<String> says) {
        this.stack = stack;
        this.stores = new ChaosStores(stack);
        this.kafka = kafka;
        this.processes = new ChaosProcesses(stack, stores, says);
        this.says = says;
    }

    /** How many were thrown, by kind. */
    Tally thrown() {
        return thrown;
    }

    /** Those that could not be thrown or healed: their victim was away still, say, or there is no such topic. */
    Tally skipped() {
        return skipped;
    }

    /** Throws them, each at its time; returns when the last one has been thrown, or is about to be. */
    void run(ChaosSchedule schedule) throws InterruptedException {
        long begin = System.nanoTime();
        for (ChaosFault fault : schedule.faults()) {
            TimeUnit.NANOSECONDS.sleep(begin + fault.at().toNanos() - System.nanoTime());
            threads.execute(() -> tryTo(fault));
        }
    }

    /**
     * Heals everything: processes go on or are started again, stores take writes, transactions end, and Replicate
     * behaves.
     *
     * @return what happened to processes that ended by themselves, or did not get ready: they are started anew
     * @throws UserError when something doesn't come back at all
     */
    List<String> heal() throws IOException, InterruptedException {
        over.countDown();
        threads.shutdown();
        http.delete(stack.environment().get("SIMULATOR_URL") + "/_sim/faults");
        if (!threads.awaitTermination(ChaosProcesses.BACK_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new UserError(
                    "Not back within " + ChaosProcesses.BACK_WITHIN.toMinutes() + " minutes: " + processes.away());
        }
        return processes.mend();
    }

    private void tryTo(ChaosFault fault) {
        try {
            fling(fault);
        } catch (UserError | KafkaException | IOException | ExecutionException e) {
            skipped.add(fault.kind());
            says.accept("Not done: " + fault.kind() + ", " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fling(ChaosFault fault) throws IOException, InterruptedException, ExecutionException {
        if (fault instanceof Away gone) {
            processes.takeAway(gone, this::await, () -> count(fault));
        } else if (fault instanceof Flush) {
            stores.forget();
            count(fault);
        } else if (fault instanceof Replicate replicate) {
            http.post(stack.environment().get("SIMULATOR_URL") + "/_sim/faults", Map.of(), replicate.rule());
            count(fault);
        } else if (fault instanceof Poisoned poisoned) {
            kafka.poison(poisoned);
            count(fault);
        } else if (fault instanceof Transaction transaction) {
            kafka.write(transaction, this::await);
            count(fault);
        } else if (fault instanceof Growth growth) {
            kafka.grow(growth);
            count(fault);
        } else if (fault instanceof Rotation rotation) {
            // One after the other: of the secrets before, the last alone goes on being known.
            synchronized (rotating) {
                if (over.getCount() == 0) {
                    throw new UserError("the one before took until now");
                }
                rotate(rotation);
                count(fault);
            }
        }
    }

    private void rotate(Rotation rotation) throws IOException, InterruptedException {
        String secret = Secrets.webhookSecret();
        String before =
                Objects.requireNonNull(stack.environment().get(WEBHOOK_SECRET)).split(",")[0];
        if (!rotation.known()) {
            signWith(secret);
            await(rotation.lasts());
        }
        stack.set(WEBHOOK_SECRET, secret + "," + before);
        for (Service application : Service.APPLICATIONS) {
            processes.restart(application);
        }
        if (rotation.known()) {
            signWith(secret);
        }
    }

    private void signWith(String secret) throws IOException, InterruptedException {
        http.put(stack.environment().get("SIMULATOR_URL") + "/_sim/webhook-secret", "{\"key\":\"" + secret + "\"}");
    }

    private void await(Duration lasts) throws InterruptedException {
        over.await(lasts.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void count(ChaosFault fault) {
        thrown.add(fault.kind());
        says.accept(fault.toString());
    }
}
