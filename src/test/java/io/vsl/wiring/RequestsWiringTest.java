package io.vsl.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.http.HttpServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** HTTP as it goes over the wire: what is kept open, what comes in pieces, what is no HTTP. */
@WithoutServers
@MockEndpointsAndSkip("kafka:.*")
class RequestsWiringTest {

    private static final String GOOD = """
            {"mediaType": "image", "modelId": "flux-schnell", "parameters": {"prompt": "a lighthouse"}}""";

    private static final String KEY = "X-API-Key: " + KnownCallers.USER;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

    @Autowired
    private HttpServers servers;

    @Test
    void requestsThatAreSentTogetherAreAnsweredInTheirOrder() throws Exception {
        try (Socket socket = connect()) {
            send(
                    socket,
                    (get("/models", KEY) + get("/nothing") + get("/models")).repeat(20)
                            + get("/models", "Connection: close"));

            assertThat(statuses(readAll(socket))).isEqualTo("200,404,401,".repeat(20) + "401");
        }
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws Exception {
        try (Socket socket = connect()) {
            for (int i = 0; i < 3; i++) {
                send(socket, post(GOOD, KEY));
                assertThat(readOne(socket)).startsWith("HTTP/1.1 202");
                send(socket, post(GOOD));
                assertThat(readOne(socket)).startsWith("HTTP/1.1 401");
                send(socket, post("{", KEY));
                assertThat(readOne(socket)).startsWith("HTTP/1.1 400");
            }
        }
    }

    @Test
    void aBodyMayComeInPieces() throws Exception {
        try (Socket socket = connect()) {
            String request = post(GOOD, KEY);
            for (String each : request.split("")) {
                send(socket, each);
            }
            assertThat(readOne(socket)).startsWith("HTTP/1.1 202");

            StringBuilder chunked = new StringBuilder(head("POST /generate-media", KEY, "Transfer-Encoding: chunked"));
            for (String each : GOOD.split("")) {
                chunked.append("1\r\n").append(each).append("\r\n");
            }
            send(socket, chunked + "0\r\n\r\n");
            assertThat(readOne(socket)).startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void aLargeBodyOfSmallPiecesIsRead() throws Exception {
        String large = GOOD.replace("a lighthouse", "x".repeat(1000)) + " ".repeat(100_000);
        try (Socket socket = connect()) {
            send(socket, post(large, KEY));
            assertThat(readOne(socket)).startsWith("HTTP/1.1 202");

            send(socket, post(large + " ".repeat(2_000_000), KEY) + get("/models", KEY, "Connection: close"));
            assertThat(statuses(readAll(socket))).isEqualTo("413,200");
        }
    }

    @Test
    void whoWaitsForAWordToSendABodyGetsItWithAKey() throws Exception {
        try (Socket socket = connect()) {
            send(socket, head("POST /generate-media", KEY, "Expect: 100-continue", "Content-Length: " + GOOD.length()));
            assertThat(readHead(socket)).startsWith("HTTP/1.1 100");
            send(socket, GOOD);
            assertThat(readOne(socket)).startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void aHeadAloneHasTheLengthOfItsBodyAndNoBody() throws Exception {
        try (Socket socket = connect()) {
            send(socket, head("HEAD /openapi.json") + get("/nothing", "Connection: close"));

            assertThat(readHead(socket))
                    .startsWith("HTTP/1.1 200")
                    .containsPattern("(?i)Content-Length: [1-9]\\d{3,}")
                    .containsPattern("(?i)Date: \\w{3}, \\d\\d \\w{3} \\d{4} ");
            assertThat(readAll(socket)).startsWith("HTTP/1.1 404");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /models HTTP/1.1 | 400",
                "GET /models HTTP/1.1;Host: x;Host: y | 400",
                "GET /mod<els HTTP/1.1;Host: x | 400",
                "GET /%zz HTTP/1.1;Host: x | 400",
                "GET models HTTP/1.1;Host: x | 400",
                "nothing at all | 400",
                "POST /generate-media HTTP/1.1;Host: x;Content-Length: x | 400",
                "POST /generate-media HTTP/1.1;Host: x;Transfer-Encoding: gzip | 400",
                "BREW /models HTTP/1.1;Host: x | 405",
                "DELETE /models HTTP/1.1;Host: x | 405",
            })
    void whatIsNoRequestOfOursIsAProblem(String head, int status) throws Exception {
        try (Socket socket = connect()) {
            send(socket, head.replace(";", "\r\n") + "\r\nConnection: close\r\n\r\n");

            assertThat(readAll(socket)).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
        }
    }

    @Test
    void aHeadHasABound() throws Exception {
        try (Socket socket = connect()) {
            send(socket, head("GET /models", "x: " + "y".repeat(40_000)));
            assertThat(readAll(socket)).startsWith("HTTP/1.1 431");
        }
        try (Socket socket = connect()) {
            send(socket, head("GET /" + "y".repeat(40_000)));
            assertThat(readAll(socket)).startsWith("HTTP/1.1 414");
        }
    }

    @Test
    void healthAndMetricsAreOnTheSamePort() throws Exception {
        try (Socket socket = connect()) {
            send(socket, get("/health/live"));
            assertThat(readOne(socket)).startsWith("HTTP/1.1 200").contains("{\"status\":\"UP\"}");
            send(socket, get("/health/ready"));
            assertThat(readOne(socket)).startsWith("HTTP/1.1 503");
            send(socket, get("/metrics"));
            assertThat(readOne(socket)).startsWith("HTTP/1.1 200").contains("http_server_requests_seconds_count");
            send(socket, head("POST /metrics", "Content-Length: 0"));
            assertThat(readOne(socket)).startsWith("HTTP/1.1 405").contains("Allow: GET");
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", servers.port());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static String head(String line, String... headers) {
        StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nHost: x\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head + "\r\n";
    }

    private static String get(String path, String... headers) {
        return head("GET " + path, headers);
    }

    private static String post(String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type: application/json";
        all[headers.length + 1] = "Content-Length: " + body.length();
        return head("POST /generate-media", all) + body;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private static String readOne(Socket socket) throws IOException {
        String head = readHead(socket);
        int length = Integer.parseInt(head.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
        return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private static String statuses(String answers) {
        return STATUS.matcher(answers)
                .results()
                .map(match -> match.group(1))
                .reduce((one, other) -> one + "," + other)
                .orElse("");
    }
}
