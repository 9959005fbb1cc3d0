package io.vsl.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.vsl.delivery.TryResult;
import io.vsl.platform.fence.Fence;
import io.vsl.platform.fence.NameServer;
import io.vsl.platform.loop.EventLoops;
import io.vsl.testing.Certificates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What comes of calling receivers of all kinds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallReceiverTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final EventLoops loops = new EventLoops();
    private final NameServer names = new NameServer();
    private final Fence inside = names.fence(true);
    private final Fence fence = names.fence(false);
    private final CallReceiver receiver =
            new CallReceiver(loops, inside, Clock.systemUTC(), Deliver.properties(TIMEOUT));
    private final AtomicInteger redirected = new AtomicInteger();
    private HttpServer server;
    private String url;

    @BeforeAll
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/taken", exchange -> answer(exchange, 204, ""));
        server.createContext(
                "/echo",
                exchange -> answer(
                        exchange,
                        200,
                        exchange.getRequestMethod() + " "
                                + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                                + exchange.getRequestHeaders().getFirst("X-One") + " "
                                + exchange.getRequestHeaders().getFirst("Host") + " "
                                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        server.createContext("/broken", exchange -> answer(exchange, 500, "no\u0000t today"));
        server.createContext("/busy", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "120");
            answer(exchange, 429, "");
        });
        server.createContext("/wordy", exchange -> {
            exchange.getResponseHeaders().set("Content-Security-Policy", "x".repeat(20_000));
            answer(exchange, 200, "");
        });
        server.createContext("/gone", exchange -> answer(exchange, 410, ""));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", url + "/elsewhere");
            answer(exchange, 302, "");
        });
        server.createContext("/elsewhere", exchange -> {
            redirected.incrementAndGet();
            answer(exchange, 200, "");
        });
        server.createContext("/hangs", exchange -> sleep());
        server.createContext("/slow-body", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("a beginning".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            sleep();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            byte[] some = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            while (true) {
                body.write(some);
            }
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void sleep() {
        try {
            Thread.sleep(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterAll
    void close() {
        receiver.destroy();
        server.stop(0);
        fence.close();
        inside.close();
        names.close();
        loops.close();
    }

    private Answered call(String to) {
        return receiver.call(Deliver.to(to), "{}".getBytes(StandardCharsets.UTF_8), Map.of("X-One", "1"))
                .join();
    }

    @Test
    void anyStatusOf2xxIsTaken() {
        assertThat(call(url + "/wordy").result()).isEqualTo(TryResult.TAKEN);
        assertThat(call(url + "/taken")).isEqualTo(new Answered(TryResult.TAKEN, 204, "", null));
    }

    @Test
    void whatIsSentArrives() {
        assertThat(call(url + "/echo?a=b").detail())
                .isEqualTo("POST application/json 1 " + url.substring("http://".length()) + " {}");
    }

    @Test
    void anErrorIsKeptWithTheHeadOfItsAnswer() {
        assertThat(call(url + "/broken")).isEqualTo(new Answered(TryResult.STATUS, 500, "no\uFFFDt today", null));
        assertThat(call(url + "/gone")).isEqualTo(new Answered(TryResult.STATUS, 410, "", null));
        assertThat(call(url + "/busy")).isEqualTo(new Answered(TryResult.STATUS, 429, "", Duration.ofMinutes(2)));
    }

    @Test
    void aRedirectIsNotFollowedAndNamesItsTarget() {
        assertThat(call(url + "/moved"))
                .isEqualTo(new Answered(TryResult.REDIRECT, 302, "to " + url + "/elsewhere", null));
        assertThat(redirected).hasValue(0);
    }

    @Test
    void oneThatHangsIsLeft() {
        assertThat(call(url + "/hangs").result()).isEqualTo(TryResult.TIMEOUT);
    }

    @Test
    void theStatusCountsThoughTheRestIsLateOrEndless() {
        assertThat(call(url + "/slow-body")).isEqualTo(new Answered(TryResult.TAKEN, 200, "a beginning", null));
        Answered endless = call(url + "/endless");
        assertThat(endless.result()).isEqualTo(TryResult.TAKEN);
        assertThat(endless.detail()).hasSize(1024);
    }

    @Test
    void nobodyThere() {
        assertThat(call("http://127.0.0.1:1/").result()).isEqualTo(TryResult.REFUSED);
        assertThat(call("http://nobody.example.com/").result()).isEqualTo(TryResult.DNS);
        names.put("silent.example.com");
        assertThat(call("http://silent.example.com/").result()).isIn(TryResult.DNS, TryResult.TIMEOUT);
    }

    @Test
    void whatIsNoHttpOrEndsBeforeItIs() throws IOException {
        for (String said : new String[] {"", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nContent-Le"}) {
            try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                Thread.ofVirtual().start(() -> {
                    try (Socket socket = other.accept()) {
                        socket.getInputStream().read(new byte[64]);
                        socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        // The caller has left.
                    }
                });
                assertThat(call("http://127.0.0.1:" + other.getLocalPort() + "/")
                                .result())
                        .as(said)
                        .isEqualTo(TryResult.CLOSED);
            }
        }
    }

    private HttpsServer secure(Certificates certificates) throws IOException {
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(certificates.server()));
        secure.createContext("/", exchange -> {
            ExtendedSSLSession session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
            answer(exchange, 200, String.valueOf(session.getRequestedServerNames()));
        });
        secure.start();
        return secure;
    }

    @Test
    void aCertificateThatNobodyKnowsIsNotTrusted() throws Exception {
        HttpsServer secure =
                secure(Certificates.in(Path.of("target/certificates")).authority("nobody"));
        try {
            assertThat(call("https://127.0.0.1:" + secure.getAddress().getPort() + "/")
                            .result())
                    .isEqualTo(TryResult.TLS);
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void aCertificateIsToBeOfTheNameThatIsCalledAtTheAddressThatWasLookedAt() throws Exception {
        names.put("hooks.example.com", "127.0.0.1");
        names.put("other.example.com", "127.0.0.1");
        Certificates certificates =
                Certificates.in(Path.of("target/certificates")).named("hooks.example.com");
        HttpsServer secure = secure(certificates);
        int port = secure.getAddress().getPort();
        try {
            certificates.trusted(() -> {
                CallReceiver fresh = new CallReceiver(loops, inside, Clock.systemUTC(), Deliver.properties(TIMEOUT));
                Answered named = fresh.call(
                                Deliver.to("https://hooks.example.com:" + port + "/"), new byte[0], Map.of())
                        .join();
                Answered other = fresh.call(
                                Deliver.to("https://other.example.com:" + port + "/"), new byte[0], Map.of())
                        .join();
                fresh.destroy();

                assertThat(named.result()).as(named.detail()).isEqualTo(TryResult.TAKEN);
                assertThat(named.detail()).contains("hooks.example.com");
                assertThat(other.result()).isEqualTo(TryResult.TLS);
            });
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void whatLeadsInsideIsNotCalled() {
        names.put("inside.example.com", "127.0.0.1");
        CallReceiver fenced = new CallReceiver(loops, fence, Clock.systemUTC(), Deliver.properties(TIMEOUT));
        int port = server.getAddress().getPort();
        for (String host :
                new String[] {"127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "localhost", "inside.example.com"}) {
            Answered answered = fenced.call(
                            Deliver.to("http://" + host + ":" + port + "/elsewhere"), new byte[0], Map.of())
                    .join();
            assertThat(answered.result()).as(host).isEqualTo(TryResult.INTERNAL);
            assertThat(answered.detail()).as(host).contains("leads into the network");
        }
        assertThat(redirected).hasValue(0);
        fenced.destroy();
    }

    @Test
    void manyThatHangHoldUpNobody() {
        Instant began = Instant.now();
        for (int i = 0; i < 200; i++) {
            var unused = receiver.call(Deliver.to(url + "/hangs"), new byte[0], Map.of());
        }
        assertThat(call(url + "/taken").result()).isEqualTo(TryResult.TAKEN);
        assertThat(Duration.between(began, Instant.now())).isLessThan(TIMEOUT);
    }
}
