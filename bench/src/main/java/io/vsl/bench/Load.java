package io.vsl.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A closed loop of HTTP requests on one thread: each connection sends its next when its last has been answered. */
final class Load implements AutoCloseable {

    /** Enough to keep two cores busy, and few enough that a request does not wait long for its turn. */
    private static final int CONNECTIONS = 64;
    /** Below every server's own: none is closed under a request that is just being sent. */
    private static final int KEEP_IDLE_SECONDS = 2;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setTcpNoDelay(true)
            .setMaxPoolSize(CONNECTIONS).setKeepAliveTimeout(KEEP_IDLE_SECONDS));

    /**
     * A request, again and again.
     *
     * @param path   of the next one
     * @param body   empty for none
     * @param expect the status of every answer
     */
    record Request(HttpMethod method, int port, Supplier<String> path, Map<String, String> headers, byte[] body,
            int expect) {
    }

    /** How many requests were answered. */
    record Answered(long requests, double perSecond) {
    }

    /** @throws IllegalStateException when an answer is not the one that is expected */
    Answered run(Request request, Duration duration) throws InterruptedException {
        return run(new Run(request, Long.MAX_VALUE), duration);
    }

    /**
     * The same, so often.
     *
     * @throws IllegalStateException when an answer is not the one that is expected
     */
    Answered run(Request request, long requests) throws InterruptedException {
        return run(new Run(request, requests), ChronoUnit.FOREVER.getDuration());
    }

    private Answered run(Run run, Duration duration) throws InterruptedException {
        vertx.runOnContext(start -> run.begin(duration));
        run.open.await();
        double seconds = (System.nanoTime() - run.begin) / 1e9;
        Throwable failure = run.failure.get();
        if (failure != null) {
            throw new IllegalStateException("The load met " + failure, failure);
        }
        return new Answered(run.answered, run.answered / seconds);
    }

    /** All of it on the one event loop. */
    private final class Run {

        private final Request request;
        private final Buffer body;
        private final RequestOptions options = new RequestOptions();
        private final CountDownLatch open = new CountDownLatch(CONNECTIONS);
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private long left;
        private long nanos;
        /** These two are read when {@code open} is down. */
        private long begin;
        private long answered;

        Run(Request request, long requests) {
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
            client.request(new RequestOptions(options).setURI(request.path().get()))
                    .compose(sent -> sent.send(body))
                    .compose(answer -> answer.body().map(read -> answer.statusCode() == request.expect() ? null
                            : new IllegalStateException(answer.statusCode() + " " + read)))
                    .onComplete(unexpected -> {
                        answered++;
                        failure.compareAndSet(null, unexpected);
                        next();
                    }, failed -> {
                        failure.compareAndSet(null, failed);
                        next();
                    });
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
