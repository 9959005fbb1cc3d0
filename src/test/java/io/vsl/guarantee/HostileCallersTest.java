package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.job.AttemptContext;
import io.vsl.provider.SignedContext;
import io.vsl.testing.Application;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.TestJobs;
import io.vsl.testing.VslProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever calls in whatever number, those who send a request and read its answer are served. */
@NeedsServers
class HostileCallersTest {

    /** More than are taken at once with this heap. */
    private static final int CONNECTIONS = 1500;

    /** Of those that send megabytes. */
    private static final int LARGE = 1000;

    private static final String HEAP = "256m";

    private static final Duration ATTACK = Duration.ofSeconds(10);

    private static final int A_SECOND = 50;

    private static final String GOOD = """
            {"userId":"user123","mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox"}}""";

    private static final int MEGABYTE = 1 << 20;

    private static VslProcess vsl;

    @BeforeAll
    static void start() {
        vsl = VslProcess.launch(
                "io.vsl.Vsl",
                HEAP,
                Map.of(
                        "VSL_STAGES",
                        "setup,submit,webhook,status",
                        "VSL_TOPIC_PREFIX",
                        "h" + UUID.randomUUID().toString().substring(0, 8),
                        "VSL_PARTITIONS",
                        "2",
                        "vsl.http.answer-timeout",
                        "8s",
                        "VSL_REQUESTS_PER_HOUR",
                        "0",
                        "VSL_REQUESTS_PER_DAY",
                        "0"));
        vsl.awaitReady();
        for (int i = 0; i < 20; i++) {
            assertThat(Http.raw(vsl.url(), submit())).startsWith("HTTP/1.1 202");
        }
    }

    @AfterAll
    static void stop() {
        vsl.close();
    }

    @Test
    void bodiesOfCallersWithoutAKeyAreNotRead() throws Exception {
        underAttack(
                "no key, 1 MB, silence",
                Attackers.silentAfter(request("POST /generate-media", "", MEGABYTE, MEGABYTE - 1), LARGE, vsl.url()));
    }

    @Test
    void bodiesOfCallersWithAKeyAreHeldWithinABound() throws Exception {
        underAttack(
                "a key, 1 MB, silence",
                Attackers.silentAfter(
                        request("POST /generate-media", "X-API-Key: " + key(), MEGABYTE, MEGABYTE - 1),
                        LARGE,
                        vsl.url()));
    }

    @Test
    void aWebhookWithoutAContextOfOursIsNotRead() throws Exception {
        underAttack(
                "a webhook, 8 MB, silence",
                Attackers.silentAfter(
                        request("POST /webhook/replicate?context=a.b", "", 8 * MEGABYTE, 4 * MEGABYTE),
                        CONNECTIONS / 5,
                        vsl.url()));
    }

    @Test
    void webhooksWithAContextOfOursAreHeldWithinABound() throws Exception {
        underAttack(
                "a webhook of ours, 7 MB, silence",
                Attackers.silentAfter(
                        request("POST /webhook/replicate?context=" + context(), "", 7 * MEGABYTE, 4 * MEGABYTE),
                        100,
                        vsl.url()));
    }

    @Test
    void headsThatComeByAFewBytesLockNobodyOut() throws Exception {
        underAttack(
                "7 bytes every 2 s",
                Attackers.slow(
                        "GET /health/live HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII),
                        "x: yz\r\n".getBytes(StandardCharsets.US_ASCII),
                        Duration.ofSeconds(2),
                        CONNECTIONS,
                        vsl.url()));
    }

    @Test
    void emptyLinesAndNothingAtAllLockNobodyOut() throws Exception {
        underAttack(
                "an empty line every 2 s",
                Attackers.slow(
                        new byte[0],
                        "\r\n".getBytes(StandardCharsets.US_ASCII),
                        Duration.ofSeconds(2),
                        CONNECTIONS,
                        vsl.url()));
    }

    @Test
    void bodiesThatComeByAFewBytesLockNobodyOut() throws Exception {
        underAttack(
                "a key, 7 bytes of a body every 2 s",
                Attackers.slow(
                        request("POST /generate-media", "X-API-Key: " + key(), MEGABYTE, 40_000),
                        new byte[7],
                        Duration.ofSeconds(2),
                        LARGE,
                        vsl.url()));
    }

    @Test
    void answersThatNobodyReadsLockNobodyOut() throws Exception {
        byte[] many =
                "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2000).getBytes(StandardCharsets.US_ASCII);
        underAttack("2,000 requests on each connection", Attackers.thatReadNothing(many, 50, vsl.url()));

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> vsl.log().contains("vsl.http.answer-timeout"));
    }

    @Test
    void aHeadThatTakesTooLongIsCutOffThoughThereIsRoom() throws Exception {
        try (Attackers one = Attackers.slow(
                "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII),
                "x-a: b\r\n".getBytes(StandardCharsets.US_ASCII),
                Duration.ofSeconds(1),
                1,
                vsl.url())) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> one.opened() > 1);
        }
        assertThat(vsl.log()).contains("vsl.http.head-timeout");
    }

    private static void underAttack(String name, Attackers attackers) throws Exception {
        List<Long> millis = Collections.synchronizedList(new ArrayList<>());
        List<String> unserved = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger asked = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        ExecutorService callers = Executors.newCachedThreadPool();
        try (attackers) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> attackers.opened() > 0 && attackers.sent() >= 0);
            var unused = clock.scheduleAtFixedRate(
                    () -> {
                        int number = asked.incrementAndGet();
                        callers.execute(() -> ask(number, millis, unserved));
                    },
                    0,
                    1_000_000 / A_SECOND,
                    TimeUnit.MICROSECONDS);
            Awaitility.await()
                    .atMost(ATTACK.multipliedBy(3))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> asked.get() >= ATTACK.toSeconds() * A_SECOND);
            clock.shutdown();
            callers.shutdown();
            assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            clock.shutdownNow();
            callers.shutdownNow();
        }
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%s: %d requests beside %d connections that sent %d MB; p50 %d ms, p99 %d ms, most %d ms%n",
                name,
                sorted.length,
                attackers.opened(),
                attackers.sent() / MEGABYTE,
                sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100],
                sorted[sorted.length - 1]);

        assertThat(unserved).isEmpty();
        assertThat(sorted.length).isEqualTo(asked.get());
        assertThat(vsl.hasFailed()).isFalse();
        assertThat(vsl.log()).doesNotContain("OutOfMemoryError");
    }

    private static void ask(int number, List<Long> millis, List<String> unserved) {
        String request =
                switch (number % 5) {
                    case 0 -> get("/health/live");
                    case 1 -> get("/health/ready");
                    default -> submit();
                };
        long begun = System.nanoTime();
        try {
            String answer = Http.raw(vsl.url(), request);
            if (!answer.startsWith("HTTP/1.1 20")) {
                unserved.add(number + ": " + answer.replaceAll("\\s+", " "));
            }
        } catch (RuntimeException e) {
            unserved.add(number + ": " + e);
        }
        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    private static String submit() {
        return "POST /generate-media HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "X-API-Key: " + key() + "\r\nContent-Length: " + GOOD.length() + "\r\n\r\n" + GOOD;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    /** A head that claims so much, and so much of its body. */
    private static byte[] request(String line, String header, int claimed, int sent) throws IOException {
        byte[] head = (line + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + claimed
                        + (header.isEmpty() ? "" : "\r\n" + header) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + sent);
        Arrays.fill(whole, head.length, whole.length, (byte) ' ');
        return whole;
    }

    private static String context() {
        AttemptContext context = new AttemptContext(
                TestJobs.pending(UUID.randomUUID(), Instant.now().truncatedTo(ChronoUnit.MILLIS)), 1, 0, null);
        try (Application signer = Application.start(Map.of("VSL_STAGES", "webhook"))) {
            return signer.bean(SignedContext.class).sign(context);
        }
    }

    private static String key() {
        return Devstack.shared().get("VSL_API_KEY");
    }
}
