package io.vsl.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.http.Problem;
import io.vsl.platform.security.Caller;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Does what takes long on threads of its own, a few at once, and keeps the audit: when each began, how far it is every
 * second, how it ended.
 */
@Component
class RunOperations implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RunOperations.class);

    private static final int AT_ONCE = 2;

    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private static final int TRIES_TO_TELL_THE_END = 30;

    private final OperatorActions actions;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> daemon(task, "operation"));
    private final ScheduledExecutorService heart =
            Executors.newScheduledThreadPool(1, task -> daemon(task, "operation-progress"));
    private volatile boolean running;

    RunOperations(OperatorActions actions) {
        this.actions = actions;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** What is to be done. It ends early when its thread is interrupted. */
    @FunctionalInterface
    interface Work {

        /** What came of it, to be shown as JSON. */
        Object run(Progress progress) throws Exception;
    }

    /**
     * Begins it, in the audit first.
     *
     * @throws Problem when there are too many at once
     */
    Started start(OperationKind kind, Caller caller, JsonNode request, Work work) {
        if (!running || !free.tryAcquire()) {
            throw Problem.unavailable(
                    "TOO_MANY_OPERATIONS", "This process is at %d operations already".formatted(AT_ONCE), RETRY_AFTER);
        }
        UUID id = UUID.randomUUID();
        try {
            actions.begin(id, kind, caller, request);
        } catch (DataAccessException e) {
            free.release();
            LOG.atWarn().addKeyValue("action", kind.value()).setCause(e).log("An operation can't be recorded");
            throw Problem.unavailable("AUDIT_UNAVAILABLE", "Nothing is done while it can't be recorded", RETRY_AFTER);
        }
        LOG.atInfo()
                .addKeyValue("action", kind.value())
                .addKeyValue("operationId", id)
                .addKeyValue("userId", caller.userId())
                .log("Operation begun");
        workers.execute(() -> {
            try {
                run(id, kind, work);
            } finally {
                free.release();
            }
        });
        return new Started(id);
    }

    private void run(UUID id, OperationKind kind, Work work) {
        Progress progress = new Progress();
        ScheduledFuture<?> beat = heart.scheduleWithFixedDelay(() -> tell(id, progress), 1, 1, TimeUnit.SECONDS);
        Runnable end;
        try {
            Object result = work.run(progress);
            end = () -> actions.succeeded(id, progress, result);
        } catch (Exception e) {
            String reason = reason(e);
            LOG.atWarn()
                    .addKeyValue("action", kind.value())
                    .addKeyValue("operationId", id)
                    .setCause(e)
                    .log("Operation failed: {}", reason);
            end = () -> actions.failed(id, progress, reason);
        } finally {
            beat.cancel(false);
        }
        // The connection's own waits would end at once on a thread that was told to stop.
        Thread.interrupted();
        tellEnd(id, end);
    }

    private String reason(Exception e) {
        if (!running) {
            return "the application was stopped";
        }
        return e instanceof OperationFailed
                ? String.valueOf(e.getMessage())
                : "something that it needs was not there, or answered with an error: the log says more";
    }

    private void tell(UUID id, Progress progress) {
        try {
            actions.progress(id, progress);
        } catch (DataAccessException e) {
            LOG.atDebug().addKeyValue("operationId", id).setCause(e).log("Progress can't be recorded");
        }
    }

    private void tellEnd(UUID id, Runnable end) {
        for (int attempt = 1; attempt <= TRIES_TO_TELL_THE_END; attempt++) {
            try {
                end.run();
                return;
            } catch (DataAccessException e) {
                LOG.atWarn().addKeyValue("operationId", id).setCause(e).log("An operation's end can't be recorded");
            }
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the routes, which the operations write by. */
    @Override
    public void stop() {
        running = false;
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("An operation did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        heart.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
