package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerificationTest {

    private static final String OPERATOR_KEY = "plainly-a-fake-operator-key";

    private final Deque<String> states = new ArrayDeque<>();
    private HttpServer vsl;

    @BeforeEach
    void start() throws IOException {
        vsl = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vsl.start();
    }

    @AfterEach
    void stop() {
        vsl.stop(0);
    }

    @Test
    void waitsForTheEndAndReadsTheResult() throws Exception {
        serve();
        states.add("{\"state\":\"running\"}");
        states.add("{\"state\":\"succeeded\",\"result\":{\"differences\":2,\"examples\":[{\"jobId\":\"a\"},\"b\"]}}");

        assertThat(verify()).isEqualTo(new Verification(2L, List.of("{\"jobId\":\"a\"}", "\"b\"")));
    }

    @Test
    void whatFailedOrSaysNoNumberWasNotChecked() throws Exception {
        serve();
        states.add("{\"state\":\"failed\"}");
        states.add("{\"state\":\"succeeded\",\"result\":{}}");

        assertThat(verify().differences()).isNull();
        assertThat(verify().differences()).isNull();
    }

    @Test
    void whereThereIsNoSuchApiNothingWasChecked() throws Exception {
        assertThat(verify()).isEqualTo(new Verification(null, List.of("POST /admin/verifications answers 404")));
    }

    private Verification verify() throws InterruptedException {
        return Verification.at("http://127.0.0.1:" + vsl.getAddress().getPort(), OPERATOR_KEY);
    }

    private void serve() {
        answer("/admin/verifications", 202, () -> "{\"operationId\":\"op-1\"}");
        answer("/admin/operations/op-1", 200, states::remove);
    }

    private void answer(String path, int status, Supplier<String> body) {
        vsl.createContext(path, exchange -> {
            boolean operator = OPERATOR_KEY.equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
            byte[] bytes = (operator ? body.get() : "{}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(operator ? status : 403, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
