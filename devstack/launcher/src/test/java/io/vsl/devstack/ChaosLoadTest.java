package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vsl.devstack.ChaosPlan.Joins;
import io.vsl.devstack.ChaosPlan.Order;
import io.vsl.devstack.ChaosPlan.Upload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an application that is away at the first call and answers all others. */
class ChaosLoadTest {

    private static final UUID KEY = UUID.fromString("0b9a7a52-0000-4000-8000-000000000001");

    private static final Duration FOR_VIDEOS = Duration.ofSeconds(10);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> files = new CopyOnWriteArrayList<>();
    private final List<String> compilations = new CopyOnWriteArrayList<>();
    private final List<String> cancelled = new CopyOnWriteArrayList<>();
    private HttpServer vsl;
    private final AtomicInteger places = new AtomicInteger();
    private ChaosWatch watch;
    private ChaosLoad load;
    private int statusOfOthers = 202;
    private String statusOfVideos = "completed";

    @BeforeEach
    void start() throws IOException {
        vsl = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vsl.createContext("/generate-media", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            requests.add(text(exchange));
            answer(exchange, keys.size() == 1 ? 503 : statusOfOthers, "{\"jobId\":\"job-1\"}");
        });
        vsl.createContext("/compilations", exchange -> {
            compilations.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + text(exchange));
            answer(exchange, compilations.size() == 1 ? 503 : 202, "{\"jobId\":\"compilation-1\"}");
        });
        vsl.createContext("/uploads", exchange -> {
            String place =
                    "http://127.0.0.1:%d/place".formatted(vsl.getAddress().getPort());
            answer(
                    exchange,
                    201,
                    "{\"uploadId\":\"upload:%d\",\"url\":\"%s\"}".formatted(places.incrementAndGet(), place));
        });
        vsl.createContext("/place", exchange -> {
            files.add(text(exchange));
            answer(exchange, files.size() == 1 ? 503 : 200, "{}");
        });
        vsl.createContext(
                "/status/",
                exchange -> answer(
                        exchange, 200, "{\"status\":\"%s\",\"completedAt\":\"10:00:00\"}".formatted(statusOfVideos)));
        vsl.createContext("/jobs/", exchange -> {
            cancelled.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        vsl.start();
        List<String> urls = List.of("http://127.0.0.1:" + vsl.getAddress().getPort());
        watch = new ChaosWatch(urls, "plainly-a-fake-key");
        ChaosUploads uploads = new ChaosUploads(urls, "plainly-a-fake-key", "PNG".getBytes(StandardCharsets.UTF_8));
        load = new ChaosLoad(urls, "plainly-a-fake-key", kafka, watch, uploads);
    }

    @AfterEach
    void stop() {
        vsl.stop(0);
    }

    @Test
    void whatWasNotTakenIsSentAgainUnderTheSameKey() throws Exception {
        Order order = order(false, null, null);

        run(order);

        assertThat(keys).containsExactly(KEY.toString(), KEY.toString());
        assertThat(load.promised()).containsExactly(Map.entry("job-1", 7));
        assertThat(load.isRefused(order)).isFalse();
        assertThat(load.answers().sorted()).containsEntry("503", 1).containsEntry("202", 1);
        assertThat(watch.seen()).containsKey("job-1");
    }

    @Test
    void whatWasRefusedIsNotSentAgainAndNotTaken() throws Exception {
        statusOfOthers = 400;
        Order order = order(false, null, null);

        run(order);

        assertThat(keys).hasSize(2);
        assertThat(load.promised()).isEmpty();
        assertThat(load.isRefused(order)).isTrue();
    }

    @Test
    void anOrderComesTwiceAndIsCancelledOnce() throws Exception {
        run(order(false, Duration.ofMillis(1), Duration.ofMillis(1)));

        assertThat(keys).hasSize(3).containsOnly(KEY.toString());
        assertThat(cancelled).containsExactly("/jobs/job-1/cancel");
    }

    @Test
    void aDirectOrderIsARecordWhoseKeyIsTheJob() throws Exception {
        run(order(true, null, null));

        assertThat(kafka.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("vsl.job.requested");
            assertThat(record.key()).asString().isEqualTo(KEY.toString());
            assertThat(record.value()).asString().isEqualTo("{}");
        });
        assertThat(load.promised()).containsOnlyKeys(KEY.toString());
        assertThat(keys).isEmpty();
    }

    @Test
    void aCompilationJoinsWhatHasCompletedAndIsTheSameHoweverOftenItIsSent() throws Exception {
        Order compilation = compilation();

        runWatched(video(), compilation);

        assertThat(compilations)
                .hasSize(3)
                .containsOnly(KEY + " {\"userId\":\"user123\",\"jobIds\":[\"job-1\",\"job-1\"]}");
        assertThat(load.promised()).containsOnly(Map.entry("job-1", 7), Map.entry("compilation-1", 8));
        assertThat(load.isRefused(compilation)).isFalse();
    }

    @Test
    void whereNoVideoHasCompletedNothingIsJoinedAndNobodyHasRefusedIt() throws Exception {
        statusOfVideos = "failed";
        Order compilation = compilation();

        runWatched(video(), compilation);

        assertThat(compilations).isEmpty();
        assertThat(load.isRefused(compilation)).isFalse();
        assertThat(load.answers().sorted()).containsEntry("no video to join", 2);
    }

    @Test
    void aPictureIsUploadedUntilItIsThereAndIsTheSameHoweverOftenItsJobIsSent() throws Exception {
        ObjectNode request = JSON.objectNode();
        request.putObject("parameters");

        run(new Order(7, Duration.ZERO, false, Duration.ofSeconds(2), null, false, KEY, request, new Upload()));

        assertThat(files).containsExactly("PNGorder 7", "PNGorder 7");
        assertThat(requests).hasSize(3).containsOnly("{\"parameters\":{\"image\":\"upload:2\"}}");
    }

    private void runWatched(Order... orders) throws InterruptedException {
        Thread watching = new Thread(watch);
        watching.start();
        load.start(new ChaosPlan(List.of(orders)));
        load.finish(FOR_VIDEOS);
        watch.finish();
        watching.join();
    }

    private void run(Order order) throws InterruptedException {
        load.start(new ChaosPlan(List.of(order)));
        load.finish(FOR_VIDEOS);
    }

    private static Order order(boolean direct, @Nullable Duration againAfter, @Nullable Duration cancelAfter) {
        return new Order(7, Duration.ZERO, direct, againAfter, cancelAfter, true, KEY, JSON.objectNode(), null);
    }

    private static Order video() {
        return new Order(
                7,
                Duration.ZERO,
                false,
                null,
                null,
                false,
                KEY,
                JSON.objectNode().put("mediaType", "video"),
                null);
    }

    /** Comes twice. */
    private static Order compilation() {
        return new Order(
                8,
                Duration.ZERO,
                false,
                Duration.ofMillis(1),
                null,
                true,
                KEY,
                JSON.objectNode().put("userId", "user123"),
                new Joins(2, 5));
    }

    private static String text(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
