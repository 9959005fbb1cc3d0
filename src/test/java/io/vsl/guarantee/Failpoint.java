package io.vsl.guarantee;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * A place in the routes at which the process stops once and waits to be killed or let go: {@code before} or
 * {@code after} the step of an id. That it is there is told by a file; it goes on when the file is gone.
 */
final class Failpoint implements InterceptStrategy {

    private static final long LOOK_EVERY_NANOS = 10_000_000;

    private final String step;
    private final boolean before;
    private final Path reached;
    private final AtomicBoolean armed = new AtomicBoolean(true);
    private volatile boolean isThere;

    /** {@code where}: {@code before generate-send}, for example; {@code none} is nowhere. */
    Failpoint(String where, Path reached) {
        String[] words = where.split(" ");
        this.before = words[0].equals("before");
        this.step = words[words.length - 1];
        this.reached = reached;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        if (!step.equals(definition.getId())) {
            return target;
        }
        isThere = true;
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (before) {
                    standStill();
                    return super.process(exchange, callback);
                }
                return super.process(exchange, sync -> {
                    standStill();
                    callback.done(sync);
                });
            }
        };
    }

    /** @throws IllegalStateException if the routes have no such step */
    void requireThere() {
        if (!isThere && !step.equals("none")) {
            throw new IllegalStateException("No route has a step " + step);
        }
    }

    private void standStill() {
        if (!armed.compareAndSet(true, false)) {
            return;
        }
        try {
            Files.createFile(reached);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (Files.exists(reached)) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}
