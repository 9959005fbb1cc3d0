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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final int AWAY_AT_MOST = 2;
    private static final Duration TRY_AGAIN_AFTER = Duration.ofMillis(500);
    private static final Duration HEALED_WITHIN = Duration.ofMinutes(6);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final Stack stack;
    private final ChaosStores stores;
    private final ChaosKafka kafka;
    private final Consumer<String> says;
    private final JsonHttp http = new JsonHttp();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<Service> away = EnumSet.noneOf(Service.class);
    private final Object rotating = new Object();
    private final Tally thrown = new Tally();
    private final Tally skipped = new Tally();

    /**
     * @param kafka throws what is thrown at topics
     * @param says  is told of each fault that is thrown or healed
     */
    ChaosThrower(Stack stack, ChaosKafka kafka, Consumer<String> says) {
        this.stack = stack;
        this.stores = new ChaosStores(stack);
        this.kafka = kafka;
        this.says = says;
    }

    /** How many were thrown, by kind. */
    Tally thrown() {
        return thrown;
    }

    /** Those that could not be thrown or healed: their victim was away still, or there is no such topic. */
    Tally skipped() {
        return skipped;
    }

    /** Throws them, each at its time; returns when the last one has been thrown, or is about to be. */
    void run(ChaosSchedule schedule) throws InterruptedException {
        long begin = System.nanoTime();
        for (ChaosFault fault : schedule.faults()) {
            TimeUnit.NANOSECONDS.sleep(begin + fault.at().toNanos() - System.nanoTime());
            threads.submit(() -> tryTo(fault));
        }
    }

    /**
     * Heals everything: processes go on or are started again, stores take writes, and Replicate
     * behaves.
     *
     * @return what happened to processes that ended by themselves, or did not get ready: they are started anew
     * @throws UserError when something doesn't come back at all
     */
    List<String> heal() throws IOException, InterruptedException {
        over.countDown();
        threads.shutdown();
        http.delete(stack.environment().get("SIMULATOR_URL") + "/_sim/faults");
        if (!threads.awaitTermination(HEALED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new UserError("Not back within " + HEALED_WITHIN.toMinutes() + " minutes: " + away);
        }
        List<String> broken = new ArrayList<>();
        for (Service service : Service.values()) {
            if (!stack.isRunning(service)) {
                broken.add(service.id() + " ended by itself");
                startAgain(service);
            }
        }
        for (Service application : Service.APPLICATIONS) {
            if (!getsReady(application)) {
                broken.add(application.id() + " did not get ready within " + READY_WITHIN.toSeconds() + " s");
                stack.kill(application);
                startAgain(application);
            }
        }
        return broken;
    }

    private boolean getsReady(Service application) throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!stack.isReady(application)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_AFTER.toMillis());
        }
        return true;
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
            takeAway(gone);
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
            kafka.write(transaction, wait -> over.await(wait.toMillis(), TimeUnit.MILLISECONDS));
            count(fault);
        } else if (fault instanceof Growth growth) {
            kafka.grow(growth);
            count(fault);
        } else if (fault instanceof Rotation rotation) {
            rotate(rotation);
        }
    }

    private void takeAway(Away fault) throws IOException, InterruptedException {
        Service service = fault.service();
        if (!begin(service)) {
            throw new UserError("it, or enough others, are away already");
        }
        try {
            switch (fault.how()) {
                case KILL -> stack.kill(service);
                case STOP -> stack.stop(service);
                case PAUSE -> stack.pause(service);
                case READ_ONLY -> stores.refuseWrites(service);
                default -> throw new IllegalStateException(fault.kind());
            }
            count(fault);
            over.await(fault.lasts().toMillis(), TimeUnit.MILLISECONDS);
            switch (fault.how()) {
                case PAUSE -> stack.resume(service);
                case READ_ONLY -> takeWrites(service);
                default -> startAgain(service);
            }
            says.accept(service.id() + " is back");
        } finally {
            end(service);
        }
    }

    /** What needs others that are away ends while it starts; whoever watches over processes starts them again. */
    private void startAgain(Service service) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + HEALED_WITHIN.toNanos();
        while (true) {
            try {
                stack.start(service, Progress.NONE);
                return;
            } catch (UserError e) {
                if (stack.isRunning(service) || System.nanoTime() > deadline) {
                    throw e;
                }
                says.accept(service.id() + " ended while starting, and is started again");
                TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_AFTER.toMillis());
            }
        }
    }

    /** One rotation after the other: of the secrets before this one, the last alone goes on being known. */
    private void rotate(Rotation fault) throws IOException, InterruptedException {
        synchronized (rotating) {
            String secret = Secrets.webhookSecret();
            String before = stack.environment().get(WEBHOOK_SECRET).split(",")[0];
            count(fault);
            if (!fault.known()) {
                signWith(secret);
                over.await(fault.lasts().toMillis(), TimeUnit.MILLISECONDS);
            }
            stack.set(WEBHOOK_SECRET, secret + "," + before);
            for (Service application : Service.APPLICATIONS) {
                restart(application);
            }
            if (fault.known()) {
                signWith(secret);
            }
            says.accept("the secret is rotated");
        }
    }

    private void signWith(String secret) throws IOException, InterruptedException {
        http.put(stack.environment().get("SIMULATOR_URL") + "/_sim/webhook-secret", "{\"key\":\"" + secret + "\"}");
    }

    /** Once it is there, and none too many others are away. */
    private void restart(Service application) throws IOException, InterruptedException {
        while (!begin(application)) {
            TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_AFTER.toMillis());
        }
        try {
            stack.stop(application);
            startAgain(application);
        } finally {
            end(application);
        }
    }

    /** Of a store that does not answer just now, until it does. */
    private void takeWrites(Service service) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + HEALED_WITHIN.toNanos();
        while (true) {
            try {
                stores.takeWrites(service);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_AFTER.toMillis());
            }
        }
    }

    private void count(ChaosFault fault) {
        thrown.add(fault.kind());
        says.accept(fault.toString());
    }

    /** False when the process is away already, or enough like it are. */
    private synchronized boolean begin(Service service) {
        boolean enough = away.stream().filter(other -> other.isApplication() == service.isApplication())
                .count() >= AWAY_AT_MOST;
        return !enough && away.add(service);
    }

    private synchronized void end(Service service) {
        away.remove(service);
    }

    /** Waits so long, or until all is to be healed. */
    @FunctionalInterface
    interface Wait {
        void until(Duration over) throws InterruptedException;
    }
}
