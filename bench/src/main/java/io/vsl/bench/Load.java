package io.vsl.bench;

import io.vertx.core.Context;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
    /** Every server gives up what it works on before. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;

    Load() {
        this(CONNECTIONS);
    }

    /** @param connections at most; requests at a rate that find none free wait for one */
    Load(int connections) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setTcpNoDelay(true)
                .setMaxPoolSize(connections)
                .setKeepAliveTimeout(KEEP_IDLE_SECONDS));
    }

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
     * What became of a request.
     *
     * @param sent       when, of {@link System#nanoTime}
     * @param millis     until it was answered
     * @param status     0 when there is no answer
     * @param retryAfter whether the answer says when to come again
     * @param unexpected null when the answer is the expected one; otherwise its body, or why there is none
     */
    record Outcome(
            long sent,
            double millis,
            int status,
            boolean retryAfter,
            @Nullable String unexpected) {

        /** When, of {@link System#nanoTime}. */
        long answered() {
            return sent + (long) (millis * 1e6);
        }

        /** @throws IllegalStateException when it is not the one that is expected */
        void require() {
            if (unexpected != null) {
                throw new IllegalStateException("The load met %d %s".formatted(status, unexpected));
            }
        }
    }

    /**
     * How many requests were answered.
     *
     * @param latencies of each, in milliseconds
     */
    record Answered(long requests, double perSecond, List<Double> latencies) {}

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

    /**
     * So many, each sent when its time has come.
     *
     * @throws IllegalStateException when an answer is not the one that is expected
     */
    Answered run(Request request, long requests, double perSecond) throws InterruptedException {
        long begin = System.nanoTime();
        Rate rate = new Rate(request, requests, perSecond);
        List<Outcome> outcomes = rate.await(Duration.ofSeconds((long) (requests / perSecond)));
        double seconds = (System.nanoTime() - begin) / 1e9;
        outcomes.forEach(Outcome::require);
        return new Answered(
                outcomes.size(),
                outcomes.size() / seconds,
                outcomes.stream().map(Outcome::millis).toList());
    }

    /** From now on, until it is ended. */
    Rate begin(Request request, double perSecond) {
        return new Rate(request, Long.MAX_VALUE, perSecond);
    }

    private Answered run(Run run, Duration duration) throws InterruptedException {
        vertx.runOnContext(start -> run.begin(duration));
        run.open.await();
        double seconds = (System.nanoTime() - run.begin) / 1e9;
        Outcome failure = run.failure.get();
        if (failure != null) {
            failure.require();
        }
        return new Answered(run.latencies.size(), run.latencies.size() / seconds, run.latencies);
    }

    /** A request that is ready to be sent. */
    private final class Ready {

        private final Request request;
        private final Buffer body;
        private final RequestOptions options = new RequestOptions();

        Ready(Request request) {
            this.request = request;
            this.body = Buffer.buffer(request.body());
            options.setMethod(request.method()).setHost("127.0.0.1").setPort(request.port());
            request.headers().forEach(options::addHeader);
        }

        void send(Consumer<Outcome> then) {
            long sent = System.nanoTime();
            client.request(new RequestOptions(options).setURI(request.path().get()))
                    .compose(opened -> opened.send(body))
                    .compose(answer -> answer.body()
                            .map(read -> outcome(
                                    sent,
                                    answer.statusCode(),
                                    answer.headers().contains("Retry-After"),
                                    answer.statusCode() == request.expect() ? null : read.toString())))
                    .onComplete(then::accept, failed -> then.accept(outcome(sent, 0, false, failed.toString())));
        }

        private static Outcome outcome(long sent, int status, boolean retryAfter, @Nullable String unexpected) {
            return new Outcome(sent, (System.nanoTime() - sent) / 1e6, status, retryAfter, unexpected);
        }
    }

    /** A closed loop, all of it on the one event loop. */
    private final class Run {

        private final Ready request;
        private final CountDownLatch open = new CountDownLatch(CONNECTIONS);
        private final AtomicReference<@Nullable Outcome> failure = new AtomicReference<>();
        private long left;
        private long nanos;
        /** These two are read when {@code open} is down. */
        private long begin;

        private final List<Double> latencies = new ArrayList<>();

        Run(Request request, long requests) {
            this.request = new Ready(request);
            this.left = requests;
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
            request.send(outcome -> {
                if (outcome.unexpected() == null) {
                    latencies.add(outcome.millis());
                } else {
                    failure.compareAndSet(null, outcome);
                }
                next();
            });
        }
    }

    /** Requests of which each is sent when its time has come, whatever became of those before it. */
    final class Rate {

        private final Ready request;
        private final double perSecond;
        private final Context loop = vertx.getOrCreateContext();
        private final CompletableFuture<List<Outcome>> all = new CompletableFuture<>();
        /** From here on: on the loop alone. */
        private final List<Outcome> outcomes = new ArrayList<>();

        private long begin;
        private long sent;
        private long most;

        private Rate(Request request, long most, double perSecond) {
            this.request = new Ready(request);
            this.most = most;
            this.perSecond = perSecond;
            loop.runOnContext(start -> {
                begin = System.nanoTime();
                vertx.setPeriodic(1, this::sendDue);
            });
        }

        private void sendDue(long timer) {
            long due = Math.min(most, 1 + (long) ((System.nanoTime() - begin) / 1e9 * perSecond));
            for (; sent < due; sent++) {
                request.send(this::add);
            }
            if (sent == most) {
                vertx.cancelTimer(timer);
            }
        }

        private void add(Outcome outcome) {
            outcomes.add(outcome);
            completeIfAll();
        }

        private void completeIfAll() {
            if (outcomes.size() == most) {
                all.complete(outcomes);
            }
        }

        /**
         * Sends no more.
         *
         * @return what became of all, once it is known
         * @throws IllegalStateException when some have no answer, and no failure either, for a minute and a half
         */
        List<Outcome> end() throws InterruptedException {
            loop.runOnContext(now -> {
                most = sent;
                completeIfAll();
            });
            return await(Duration.ZERO);
        }

        /** @param sending how long requests will still be sent */
        private List<Outcome> await(Duration sending) throws InterruptedException {
            try {
                return all.get(sending.plus(PATIENCE).toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new IllegalStateException("Requests have no answer after " + PATIENCE.toSeconds() + " s", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
