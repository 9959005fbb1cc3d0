package io.vsl.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vsl.provider.SendBefore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How requests go out to Replicate, against a server in this process. */
class SendOnceTest {

    private final List<String> hosts = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private byte[] answer = {'o', 'k'};

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host")
                    + (exchange.getRequestHeaders().containsKey(SendBefore.HEADER) ? " with our own header" : ""));
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
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
    void inTimeItIsSentAndTheTimeIsOurs() throws IOException {
        assertThat(send(
                        "",
                        "127.0.0.1",
                        System.nanoTime() + Duration.ofMinutes(1).toNanos()))
                .isEqualTo("ok");

        assertThat(hosts).containsExactly("127.0.0.1:" + port());
    }

    @Test
    void tooLateNothingIsSent() {
        assertThatThrownBy(() -> send("", "127.0.0.1", System.nanoTime())).isInstanceOf(TooLate.class);

        assertThat(hosts).isEmpty();
    }

    /** A handshake that fails comes before the request. */
    @Test
    void withoutAConnectionNothingIsSentAndThatIsKnown() throws IOException {
        HttpClientBuilder builder = HttpClientBuilder.create();
        new SendOnce("").configureHttpClient(builder);

        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CloseableHttpClient client = builder.build()) {
            Thread.ofVirtual().start(() -> cut(deaf));

            assertThatThrownBy(() ->
                            client.execute(new HttpGet("https://127.0.0.1:" + deaf.getLocalPort()), answered -> ""))
                    .isInstanceOf(NotConnected.class);
        }
    }

    private static void cut(ServerSocket server) {
        try {
            server.accept().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsCutWhileItIsUnderWayMayHaveBeenSent() {
        server.removeContext("/");
        server.createContext("/", HttpExchange::close);

        assertThatThrownBy(() -> send("", "127.0.0.1", null))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotConnected.class);
    }

    @Test
    void whatMayGoAtAnyTimeGoes() throws IOException {
        assertThat(send("", "127.0.0.1", null)).isEqualTo("ok");
    }

    @Test
    void whatIsTurnedAwayIsNotRepeated() throws IOException {
        status = 503;

        send("", "127.0.0.1", null);

        assertThat(hosts).hasSize(1);
    }

    @Test
    void aHostThatTheEndpointCannotHaveIsReachedAndNamed() throws IOException {
        assertThat(send("localhost", "host.invalid", null)).isEqualTo("ok");

        assertThat(hosts).containsExactly("localhost:" + port());
    }

    @Test
    void aWholeAnswerIsBounded() throws IOException {
        answer = new byte[BoundedAnswer.MAX_BYTES + 1];
        assertThatThrownBy(() -> send("", "127.0.0.1", null)).isInstanceOf(AnswerTooLarge.class);

        answer = new byte[0];
        status = 204;
        assertThat(send("", "127.0.0.1", null)).isEmpty();
    }

    @Test
    void anAnswerIsReadUpToItsBound() throws IOException {
        byte[] most = new byte[BoundedAnswer.MAX_BYTES];
        most[0] = 'a';

        assertThat(EntityUtils.toByteArray(new BoundedAnswer(new ByteArrayEntity(most, null))))
                .isEqualTo(most);
        assertThatThrownBy(() -> content(new byte[BoundedAnswer.MAX_BYTES + 1]).readAllBytes())
                .isInstanceOf(AnswerTooLarge.class)
                .hasMessage("Replicate answers with more than 33554432 bytes");
    }

    @Test
    void anAnswerThatIsReadByteByByteIsBoundedToo() throws IOException {
        try (InputStream in = content(new byte[BoundedAnswer.MAX_BYTES + 1])) {
            in.readNBytes(BoundedAnswer.MAX_BYTES - 1);
            assertThat(in.read()).isZero();
            assertThatThrownBy(in::read).isInstanceOf(AnswerTooLarge.class);
        }
        try (InputStream in = content(new byte[] {7})) {
            assertThat(in.read()).isEqualTo(7);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    private static InputStream content(byte[] answer) throws IOException {
        return new BoundedAnswer(new ByteArrayEntity(answer, null)).getContent();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private String send(String ownHost, String host, @Nullable Long sendBefore) throws IOException {
        HttpClientBuilder builder = HttpClientBuilder.create();
        new SendOnce(ownHost).configureHttpClient(builder);
        HttpGet request = new HttpGet("http://%s:%d/".formatted(host, port()));
        if (sendBefore != null) {
            request.setHeader(SendBefore.HEADER, sendBefore);
        }
        try (CloseableHttpClient client = builder.build()) {
            return client.execute(
                    request,
                    response -> response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity()));
        }
    }
}
