package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.vsl.devstack.ChaosPlan.Order;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an application that is away at the first call and answers all others. */
class ChaosLoadTest {

    private static final UUID KEY = UUID.fromString("0b9a7a52-0000-4000-8000-000000000001");

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> cancelled = new CopyOnWriteArrayList<>();
    private HttpServer vsl;
    private ChaosWatch watch;
    private ChaosLoad load;
    private int statusOfOthers = 202;

    @BeforeEach
    void start() throws IOException {
        vsl = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vsl.createContext("/generate-media", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            byte[] body = "{\"jobId\":\"job-1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(keys.size() == 1 ? 503 : statusOfOthers, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        vsl.createContext("/jobs/", exchange -> {
            cancelled.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        vsl.start();
        List<String> urls = List.of("http://127.0.0.1:" + vsl.getAddress().getPort());
        watch = new ChaosWatch(urls, "plainly-a-fake-key");
        load = new ChaosLoad(urls, "plainly-a-fake-key", kafka, watch);
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
        assertThat(load.isTaken(order)).isTrue();
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
        assertThat(load.isTaken(order)).isFalse();
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

    private void run(Order order) throws InterruptedException {
        load.start(new ChaosPlan(List.of(order)));
        load.finish();
    }

    private static Order order(boolean direct, @Nullable Duration againAfter, @Nullable Duration cancelAfter) {
        return new Order(
                7, Duration.ZERO, direct, againAfter, cancelAfter, true, KEY, new ObjectMapper().createObjectNode());
    }
}
