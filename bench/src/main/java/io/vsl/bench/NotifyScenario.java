package io.vsl.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vsl.bench.Scenario.Goal;
import io.vsl.bench.reference.NotifyLoop;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Webhooks of a backlog of outcomes, beside a loop that calls the same receiver by hand and writes nothing down; then how
 * long it takes from an outcome to its call while few come.
 */
final class NotifyScenario implements Scenario {

    private static final String NAME = "notify";
    private static final Goal GOAL = Goal.atLeast(NAME, "calls/s", "loop that writes nothing down", 0.7);

    private static final long JOBS_PER_SECOND = 10_000;

    /** No user and no host of theirs comes to its bound of calls at once. */
    private static final int USERS = 200;

    private static final double MEASURED_FROM = 0.6;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long LOOK_EVERY_MS = 10;

    private static final int DELAYS = 500;
    private static final long BETWEEN_MS = 20;

    private final JobEvents events;

    NotifyScenario(JobEvents events) {
        this.events = events;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<? extends Result> run(Run run) throws Exception {
        String topic = NAME + ".job.completed";
        long jobs = JOBS_PER_SECOND * run.round().toSeconds();
        try (Backlog backlog = new Backlog(run.servers().get("KAFKA_BROKERS"));
                Receiver receiver = new Receiver()) {
            backlog.createPublicTopics(List.of(topic));
            run.progress().say("writing %,d records".formatted(jobs));
            backlog.fill(outcomes(run, receiver, jobs));
            Contest contest = Contest.hold(
                    GOAL,
                    () -> called(run, backlog, receiver, jobs, NAME + ".notify", () -> vsl(run)),
                    () -> called(
                            run,
                            backlog,
                            receiver,
                            jobs,
                            NAME + ".loop",
                            () -> run.reference(
                                    NotifyLoop.class,
                                    Map.of("GROUP", NAME + ".loop", "TOPICS", topic, "MAX_POLL_RECORDS", "500"))),
                    null,
                    run.rounds(),
                    run.progress());
            List<Result> results = new ArrayList<>(List.of(contest));
            results.addAll(delays(run, backlog, receiver, jobs));
            return results;
        }
    }

    private static Program vsl(Run run) throws Exception {
        forget(run);
        return run.vsl("setup,notify", Map.of("VSL_TOPIC_PREFIX", NAME));
    }

    private static void forget(Run run) throws SQLException {
        try (Connection connection = DriverManager.getConnection(PostgresStore.jdbcUrl(run.servers()));
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE job_notices, webhook_deliveries, webhook_tries");
        }
    }

    private Stream<ProducerRecord<byte[], byte[]>> outcomes(Run run, Receiver receiver, long jobs) throws Exception {
        AtomicLong number = new AtomicLong();
        return events.ofJobs(run, NAME, jobs)
                .filter(record -> record.topic().endsWith("job.completed"))
                .map(record -> new ProducerRecord<>(
                        record.topic(),
                        null,
                        record.key(),
                        wanted(record.value(), receiver.url(), number.getAndIncrement()),
                        record.headers()));
    }

    /** With a webhookUrl, and of one of several users. */
    private static byte[] wanted(byte[] outcome, String url, long number) {
        String text = new String(outcome, StandardCharsets.UTF_8)
                .replace("\"userId\":\"user123\"", "\"userId\":\"user%d\"".formatted(number % USERS));
        return ("{\"webhookUrl\":\"%s?%d\",".formatted(url, number) + text.substring(1))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Calls per second once the program is in its stride. */
    private static double called(
            Run run, Backlog backlog, Receiver receiver, long jobs, String group, Callable<Program> start)
            throws Exception {
        backlog.forget(group);
        receiver.forget();
        Program program = start.call();
        try (program) {
            receiver.await((long) (jobs * MEASURED_FROM));
            run.profiles().begin();
            long from = receiver.calls();
            long begin = System.nanoTime();
            receiver.await(jobs);
            return (receiver.calls() - from) / ((System.nanoTime() - begin) / 1e9);
        }
    }

    /** From the writing of an outcome to its call, one after the other, while the program has nothing else to do. */
    private List<Result> delays(Run run, Backlog backlog, Receiver receiver, long jobs) throws Exception {
        backlog.forget(NAME + ".notify");
        receiver.forget();
        List<ProducerRecord<byte[], byte[]>> later =
                outcomes(run, receiver, DELAYS).toList();
        Program program = vsl(run);
        try (program;
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", run.servers().get("KAFKA_BROKERS"), "compression.type", "lz4"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            receiver.await(jobs);
            receiver.forget();
            List<Instant> written = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> outcome : later) {
                written.add(Instant.now());
                producer.send(outcome).get();
                TimeUnit.MILLISECONDS.sleep(BETWEEN_MS);
            }
            receiver.await(DELAYS);
            List<Double> delays = new ArrayList<>();
            for (int i = 0; i < DELAYS; i++) {
                delays.add(Duration.between(written.get(i), receiver.cameAt(i)).toNanos() / 1e6);
            }
            return List.of(
                    Figure.of("outcome to call, p50", "ms", Contest.percentile(delays, 0.5)),
                    Figure.of("outcome to call, p99", "ms", Contest.percentile(delays, 0.99)));
        }
    }

    /** Takes every call. */
    private static final class Receiver implements AutoCloseable {

        private final Vertx vertx = Vertx.vertx();
        /** By the number in the URL. */
        private final Map<String, Instant> times = new ConcurrentHashMap<>();

        private final AtomicLong calls = new AtomicLong();
        private final HttpServer server;

        Receiver() {
            server = vertx.createHttpServer()
                    .requestHandler(this::take)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }

        private void take(HttpServerRequest request) {
            times.put(String.valueOf(request.query()), Instant.now());
            calls.incrementAndGet();
            request.endHandler(end -> request.response().setStatusCode(204).end());
        }

        String url() {
            return "http://127.0.0.1:" + server.actualPort() + "/hook";
        }

        long calls() {
            return calls.get();
        }

        Instant cameAt(int number) {
            return Objects.requireNonNull(times.get(Integer.toString(number)));
        }

        void forget() {
            calls.set(0);
            times.clear();
        }

        void await(long least) throws InterruptedException {
            long give = System.nanoTime() + PATIENCE_NANOS;
            while (calls.get() < least) {
                if (System.nanoTime() > give) {
                    throw new IllegalStateException("%d of %d calls came".formatted(calls.get(), least));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            }
        }

        @Override
        public void close() {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
