package io.vsl.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP requests from one thread: in a closed loop, where each connection sends its next when its last has been answered, or
 * at a rate of their own.
 */
final class Load implements AutoCloseable {

    /** Enough to keep two cores busy, and few enough that a request does not wait long for its turn. */
    private static final int CONNECTIONS = 64;
    /** Below every server's own: none is closed under a request that is just being sent. */
    private static final int KEEP_IDLE_SECONDS = 2;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions()
            .setTcpNoDelay(true)
            .setMaxPoolSize(CONNECTIONS)
            .setKeepAliveTimeout(KEEP_IDLE_SECONDS));

    /**
     * A request, again and again.
     *
     * @param path   of the next one
     * @param body   empty for none
     * @param expect the status of every answer
     */
    record Request(
            HttpMethod method, int port, Supplier<String> path, Map<String, String> headers, byte[] body, int expect) {}

    /**
     * How many requests were answered.
     *
     * @param latencies of each, in milliseconds
     */
    record Answered(long requests, double perSecond, List<Double> latencies) {}

    /** @throws IllegalStateException when an answer is not the one that is expected */
    Answered run(Request request, Duration duration) throws InterruptedException {
        return run(new Run(request, Long.MAX_VALUE, CONNECTIONS), duration);
    }

    /**
     * The same, so often.
     *
     * @throws IllegalStateException when an answer is not the one that is expected
     */
    Answered run(Request request, long requests) throws InterruptedException {
        return run(new Run(request, requests, CONNECTIONS), ChronoUnit.FOREVER.getDuration());
    }

    /**
     * So many, each sent when its time has come.
     *
     * @throws IllegalStateException when an answer is not the one that is expected
     */
    Answered run(Request request, long requests, double perSecond) throws InterruptedException {
        Run run = new Run(request, requests, (int) requests);
        vertx.runOnContext(start -> run.begin(perSecond));
        return await(run);
    }

    private Answered run(Run run, Duration duration) throws InterruptedException {
        vertx.runOnContext(start -> run.begin(duration));
        return await(run);
    }

    private static Answered await(Run run) throws InterruptedException {
        run.open.await();
        double seconds = (System.nanoTime() - run.begin) / 1e9;
        Throwable failure = run.failure.get();
        if (failure != null) {
            throw new IllegalStateException("The load met " + failure, failure);
        }
        return new Answered(run.latencies.size(), run.latencies.size() / seconds, run.latencies);
    }

    /** All of it on the one event loop. */
    private final class Run {

        private final Request request;
        private final Buffer body;
        private final RequestOptions options = new RequestOptions();
        private final CountDownLatch open;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private long left;
        private long nanos;
        /** These two are read when {@code open} is down. */
        private long begin;

        private final List<Double> latencies = new ArrayList<>();

        /** @param open ends that are reached before all is done */
        Run(Request request, long requests, int open) {
            this.open = new CountDownLatch(open);
            this.request = request;
            this.left = requests;
            this.body = Buffer.buffer(request.body());
            options.setMethod(request.method()).setHost("127.0.0.1").setPort(request.port());
            request.headers().forEach(options::addHeader);
        }

        void begin(Duration duration) {
            begin = System.nanoTime();
            nanos = TimeUnit.NANOSECONDS.convert(duration);
            for (int i = 0; i < CONNECTIONS; i++) {
                next();
            }
        }

        private void next() {
            if (left == 0 || System.nanoTime() - begin > nanos || failure.get() != null) {
                open.countDown();
                return;
            }
            left--;
            send(this::next);
        }

        void begin(double perSecond) {
            begin = System.nanoTime();
            long requests = left;
            vertx.setPeriodic(1, timer -> {
                long due = Math.min(requests, 1 + (long) ((System.nanoTime() - begin) / 1e9 * perSecond));
                for (; requests - left < due; left--) {
                    send(open::countDown);
                }
                if (left == 0) {
                    vertx.cancelTimer(timer);
                }
            });
        }

        private void send(Runnable then) {
            long sent = System.nanoTime();
            client.request(new RequestOptions(options).setURI(request.path().get()))
                    .compose(opened -> opened.send(body))
                    .compose(answer -> answer.body()
                            .map(read -> answer.statusCode() == request.expect()
                                    ? null
                                    : new IllegalStateException(answer.statusCode() + " " + read)))
                    .onComplete(
                            unexpected -> {
                                latencies.add((System.nanoTime() - sent) / 1e6);
                                failure.compareAndSet(null, unexpected);
                                then.run();
                            },
                            failed -> {
                                failure.compareAndSet(null, failed);
                                then.run();
                            });
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
