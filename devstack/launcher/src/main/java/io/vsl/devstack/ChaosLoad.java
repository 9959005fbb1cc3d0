package io.vsl.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.devstack.ChaosPlan.Joins;
import io.vsl.devstack.ChaosPlan.Order;
import io.vsl.devstack.ChaosPlan.Upload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Clients that ask for the jobs of a plan, patiently: an order is sent again, under the same key, until it is taken.
 */
final class ChaosLoad {

    /** Whoever gets one of these has asked for something wrong, and will again. */
    private static final Set<Integer> FINAL = Set.of(400, 401, 403, 413, 415, 422);
    /** Likewise of cancelling, where a job may have ended and the call may be unknown. */
    private static final Set<Integer> FINAL_OF_CANCELLING = Set.of(202, 400, 401, 403, 405, 409);

    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 8_000;
    private static final Duration PATIENCE_AFTERWARDS = Duration.ofSeconds(60);
    private static final int CANCELLED_AT_MOST = 20;

    private final List<String> urls;
    private final String apiKey;
    private final Producer<byte[], byte[]> producer;
    private final ChaosWatch watch;
    private final ChaosVideos videos;
    private final ChaosUploads uploads;
    private final JsonHttp http = new JsonHttp();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    /** One party for each thing that is still to be done, and one for us. */
    private final Phaser open = new Phaser(1);

    private final Map<String, Integer> promised = new ConcurrentHashMap<>();
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();
    private final Set<Integer> withoutVideos = ConcurrentHashMap.newKeySet();
    private final Tally answers = new Tally();
    private final Tally cancelAnswers = new Tally();
    private volatile long giveUpAt = Long.MAX_VALUE;

    ChaosLoad(
            List<String> urls,
            String apiKey,
            Producer<byte[], byte[]> producer,
            ChaosWatch watch,
            ChaosUploads uploads) {
        this.urls = urls;
        this.apiKey = apiKey;
        this.producer = producer;
        this.watch = watch;
        this.uploads = uploads;
        this.videos = new ChaosVideos(watch);
    }

    /** Begins; orders go out by themselves, each at its time. */
    void start(ChaosPlan plan) {
        videos.expect(plan);
        for (Order order : plan.orders()) {
            after(order.at(), () -> send(order));
            Duration again = order.againAfter();
            if (again != null) {
                after(order.at().plus(again), () -> {
                    answers.add("sent twice");
                    send(order);
                });
            }
        }
    }

    /**
     * Waits until every order has been taken or, a minute from now, given up.
     *
     * @param forVideos how long compilations wait for something to join; then they have a minute too
     */
    void finish(Duration forVideos) throws InterruptedException {
        long now = System.nanoTime();
        giveUpAt = now + PATIENCE_AFTERWARDS.toNanos();
        videos.waitUntil(now + forVideos.toNanos());
        try {
            open.awaitAdvanceInterruptibly(
                    open.arrive(),
                    forVideos.plus(PATIENCE_AFTERWARDS.multipliedBy(3)).toSeconds(),
                    TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new UserError("Clients hang: " + ((ThreadPoolExecutor) clients).getActiveCount());
        }
        clock.shutdownNow();
        clients.shutdownNow();
    }

    /** A job was promised by the commit of a transaction. */
    void promise(String jobId, int number) {
        promised.put(jobId, number);
        watch.add(jobId);
    }

    /**
     * The jobs that were promised, by a 202, by the broker's acknowledgement or by a commit, and the number of their
     * order.
     */
    Map<String, Integer> promised() {
        return promised;
    }

    /** Whether nobody took an order, though there was something to ask for. */
    boolean isRefused(Order order) {
        return !taken.contains(order.number()) && !withoutVideos.contains(order.number());
    }

    /** How the application answered, by status. */
    Tally answers() {
        return answers;
    }

    /** How it answered those who wanted to cancel. */
    Tally cancelAnswers() {
        return cancelAnswers;
    }

    private void send(Order order) throws InterruptedException {
        switch (order.needs()) {
            case null -> send(order, "/generate-media", order.request());
            case Upload upload -> {
                String uploadId = uploads.of(order, this::isTooLate);
                if (uploadId == null) {
                    answers.add("given up");
                } else {
                    send(order, "/generate-media", withPicture(order.request(), uploadId));
                }
            }
            case Joins joins -> {
                List<String> jobIds = videos.of(order, joins);
                if (jobIds.isEmpty()) {
                    answers.add("no video to join");
                    withoutVideos.add(order.number());
                } else {
                    send(order, "/compilations", joining(order.request(), jobIds));
                }
            }
        }
    }

    private static JsonNode withPicture(JsonNode request, String uploadId) {
        ObjectNode whole = request.deepCopy();
        ((ObjectNode) whole.path("parameters")).put("image", uploadId);
        return whole;
    }

    private static JsonNode joining(JsonNode request, List<String> jobIds) {
        ObjectNode whole = request.deepCopy();
        ArrayNode list = whole.putArray("jobIds");
        jobIds.forEach(list::add);
        return whole;
    }

    /** Whether a client gives up that has tried since then. */
    private boolean isTooLate(long begun) {
        long now = System.nanoTime();
        return now > giveUpAt && now - begun > PATIENCE_AFTERWARDS.toNanos();
    }

    private void send(Order order, String path, JsonNode request) throws InterruptedException {
        long begun = System.nanoTime();
        for (int attempt = 0; !isTooLate(begun); attempt++) {
            if (order.direct() ? produce(order, request) : post(order, path, request, attempt)) {
                return;
            }
            pauseAfter(attempt);
        }
        answers.add("given up");
    }

    /** Whether there is nothing left to try. */
    private boolean post(Order order, String path, JsonNode request, int attempt) throws InterruptedException {
        try {
            JsonHttp.Answer answer = http.post(
                    url(order.number() + attempt) + path,
                    Map.of("X-API-Key", apiKey, "Idempotency-Key", order.key().toString()),
                    request.toString());
            answers.add(String.valueOf(answer.status()));
            JsonNode jobId = answer.body().path("jobId");
            if (answer.status() == 202 && jobId.isTextual()) {
                take(order, jobId.textValue());
                return true;
            }
            return FINAL.contains(answer.status());
        } catch (IOException e) {
            answers.add("no answer");
            return false;
        }
    }

    private boolean produce(Order order, JsonNode request) throws InterruptedException {
        String key = order.key().toString();
        try {
            producer.send(new ProducerRecord<>(
                            "vsl.job.requested",
                            key.getBytes(StandardCharsets.UTF_8),
                            request.toString().getBytes(StandardCharsets.UTF_8)))
                    .get();
        } catch (ExecutionException e) {
            answers.add("not acknowledged by Kafka");
            return false;
        }
        answers.add("acknowledged by Kafka");
        take(order, key);
        return true;
    }

    private void take(Order order, String jobId) {
        promised.put(jobId, order.number());
        if (order.watched()) {
            watch.add(jobId);
        }
        if (order.isVideo()) {
            videos.add(order, jobId);
        }
        Duration cancel = order.cancelAfter();
        if (taken.add(order.number()) && cancel != null) {
            after(cancel, () -> cancel(order, jobId));
        }
    }

    /** A job that the status doesn't know yet can't be cancelled yet: a client tries again. */
    private void cancel(Order order, String jobId) throws InterruptedException {
        for (int attempt = 0; attempt < CANCELLED_AT_MOST; attempt++) {
            try {
                int status = http.post(
                                url(order.number() + attempt) + "/jobs/" + jobId + "/cancel",
                                Map.of("X-API-Key", apiKey),
                                "")
                        .status();
                cancelAnswers.add(String.valueOf(status));
                if (FINAL_OF_CANCELLING.contains(status)) {
                    return;
                }
            } catch (IOException e) {
                cancelAnswers.add("no answer");
            }
            pauseAfter(attempt);
        }
    }

    static void pauseAfter(int attempt) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(attempt, 10)));
    }

    private String url(int number) {
        return urls.get(number % urls.size());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The phaser is waited for, and the audit counts what is missing.
    private void after(Duration delay, Work work) {
        open.register();
        clock.schedule(
                () -> clients.submit(() -> {
                    try {
                        work.run();
                    } finally {
                        open.arriveAndDeregister();
                    }
                    return null;
                }),
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }
}
