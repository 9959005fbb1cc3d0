package io.vsl.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add("%s %s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("X-Key"),
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().add("Retry-After", "1");
            byte[] answer = "later".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyAnswerIsCountedOnce() throws InterruptedException {
        try (Load load = new Load()) {
            Load.Answered answered = load.run(request(202), SHORT);

            assertThat(answered.requests()).isEqualTo(received.size()).isPositive();
            assertThat(answered.perSecond()).isPositive();
            assertThat(received).containsOnly("POST /jobs secret body");
        }
    }

    @Test
    void soManyRequestsAreSentAndNoMore() throws InterruptedException {
        try (Load load = new Load()) {
            assertThat(load.run(request(202), 1).requests()).isEqualTo(1);
            assertThat(load.run(request(202), 150).requests()).isEqualTo(150);
            assertThat(received).hasSize(151);
        }
    }

    @Test
    void atARateEachIsSentWhenItsTimeHasCome() throws InterruptedException {
        try (Load load = new Load()) {
            long begin = System.nanoTime();
            Load.Answered answered = load.run(request(202), 11, 50);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
            assertThat(answered.latencies()).hasSize(11);
            assertThat(received).hasSize(11);
        }
    }

    @Test
    void atARateUntilItIsEndedEveryAnswerIsTold() throws InterruptedException {
        try (Load load = new Load()) {
            Load.Rate rate = load.begin(request(200), 50);
            while (received.size() < 5) {
                Thread.onSpinWait();
            }

            List<Load.Outcome> outcomes = rate.end();

            assertThat(outcomes).hasSize(received.size()).allSatisfy(outcome -> {
                assertThat(outcome.status()).isEqualTo(202);
                assertThat(outcome.retryAfter()).isTrue();
                assertThat(outcome.unexpected()).isEqualTo("later");
            });
        }
    }

    @Test
    void noAnswerIsNotExpectedEither() {
        server.stop(0);
        try (Load load = new Load()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> load.run(request(202), 3, 50))
                    .withMessageContaining("Connection refused");
        }
    }

    @Test
    void anAnswerThatIsNotExpectedEndsIt() {
        try (Load load = new Load()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> load.run(request(200), 1))
                    .withMessageContaining("202");
        }
    }

    private Load.Request request(int expect) {
        return new Load.Request(
                HttpMethod.POST,
                server.getAddress().getPort(),
                () -> "/jobs",
                Map.of("X-Key", "secret"),
                "body".getBytes(StandardCharsets.UTF_8),
                expect);
    }
}
