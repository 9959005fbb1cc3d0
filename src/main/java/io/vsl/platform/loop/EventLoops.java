package io.vsl.platform.loop;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/**
 * One thread for each processor, which serves HTTP and speaks to Redis. Nothing that waits may run on one of them: all
 * requests that it serves would wait too. What waits goes aside ({@link LoopConfiguration}).
 */
@Component
public class EventLoops implements AutoCloseable {

    /** A loop that is held for so long is told of in the log, with what holds it. */
    private static final Duration TOO_LONG = Duration.ofSeconds(1);

    private static final Duration STOP = Duration.ofSeconds(10);

    private final int count = Runtime.getRuntime().availableProcessors();
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(count)
            .setMaxEventLoopExecuteTime(TOO_LONG.toNanos())
            .setWarningExceptionTime(TOO_LONG.toNanos())
            // Nothing runs on these two; they begin no thread until something does.
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));

    private final List<EventLoop> all = StreamSupport.stream(
                    ((VertxInternal) vertx).getEventLoopGroup().spliterator(), false)
            .map(EventLoop.class::cast)
            .toList();

    public Vertx vertx() {
        return vertx;
    }

    /** The same threads, for a client that speaks Netty. */
    public EventLoopGroup group() {
        return ((VertxInternal) vertx).getEventLoopGroup();
    }

    /** Each of them. */
    public List<EventLoop> all() {
        return all;
    }

    /** To run something on one of them, on each in turn. */
    public Context next() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    /** Which of them this thread is, from 0 on; for any other thread always the same one. */
    public int here() {
        for (int number = 0; number < count; number++) {
            if (all.get(number).inEventLoop()) {
                return number;
            }
        }
        return (int) (Thread.currentThread().threadId() % count);
    }

    /** After all that runs on them. */
    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(null, STOP.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
