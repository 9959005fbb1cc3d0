package io.vsl.devstack;

import io.vsl.devstack.ChaosFault.Away;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The processes of a stack that go away and come back, each for one reason at a time; used by many threads. */
final class ChaosProcesses {

    /** How long one may take to come back. */
    static final Duration BACK_WITHIN = Duration.ofMinutes(8);

    private static final int AWAY_AT_MOST = 2;
    private static final Duration TRY_AGAIN_AFTER = Duration.ofMillis(500);

    /** On a small machine all of them start at once, amid the clients who try again. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    private final Stack stack;
    private final ChaosStores stores;
    private final Consumer<String> says;
    private final Set<Service> away = EnumSet.noneOf(Service.class);

    /** @param says is told what comes back */
    ChaosProcesses(Stack stack, ChaosStores stores, Consumer<String> says) {
        this.stack = stack;
        this.stores = stores;
        this.says = says;
    }

    /**
     * Returns when the process is back.
     *
     * @param wait  for how long it is to be away
     * @param begun is called when it is
     * @throws UserError when it, or enough like it, are away already
     */
    void takeAway(Away fault, ChaosThrower.Wait wait, Runnable begun) throws IOException, InterruptedException {
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
            }
            begun.run();
            wait.until(fault.lasts());
            switch (fault.how()) {
                case KILL, STOP -> startAgain(service);
                case PAUSE -> stack.resume(service);
                case READ_ONLY -> takeWrites(service);
            }
            says.accept(service.id() + " is back");
        } finally {
            end(service);
        }
    }

    /** Stops one in order and starts it again, once it is there and not too many others are away. */
    void restart(Service service) throws IOException, InterruptedException {
        while (!begin(service)) {
            TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_AFTER.toMillis());
        }
        try {
            stack.stop(service);
            startAgain(service);
        } finally {
            end(service);
        }
    }

    /**
     * Starts anew what is not as it must be when nothing is away any more.
     *
     * @return what happened to processes that ended by themselves, or did not get ready
     * @throws UserError when one doesn't come back at all
     */
    List<String> mend() throws IOException, InterruptedException {
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

    /** Those that are away. */
    synchronized Set<Service> away() {
        return Set.copyOf(away);
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

    /** What needs others that are away ends while it starts; whoever watches over processes starts them again. */
    private void startAgain(Service service) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BACK_WITHIN.toNanos();
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

    /** A store that can't be told just now is told later. */
    private void takeWrites(Service service) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BACK_WITHIN.toNanos();
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

    /** False when the process is away already, or enough like it are. */
    private synchronized boolean begin(Service service) {
        boolean enough = away.stream()
                        .filter(other -> other.isApplication() == service.isApplication())
                        .count()
                >= AWAY_AT_MOST;
        return !enough && away.add(service);
    }

    private synchronized void end(Service service) {
        away.remove(service);
    }
}
