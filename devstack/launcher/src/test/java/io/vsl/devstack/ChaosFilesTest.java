package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a job with one picture and its thumbnail. */
class ChaosFilesTest {

    private static final String SHA_256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /** By path. */
    private final Map<String, String> there = new ConcurrentHashMap<>();

    private HttpServer server;
    private ChaosFiles files;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String content = there.get(exchange.getRequestURI().getPath());
            byte[] body = content == null ? new byte[0] : content.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(content == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        files = new ChaosFiles(url, "plainly-a-fake-key");
        there.put("/original.png", "abc");
        there.put("/thumbnail.jpg", "small");
        there.put("/status/job-1", """
                {"status":"completed","result":{"outputs":[{"originalUrl":"@/original.png","contentType":"image/png",
                 "fileSize":3,"sha256":"%s","thumbnailUrl":"@/thumbnail.jpg"}]}}""".formatted(SHA_256_OF_ABC).replace("@", url));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void allOfItIsThere() throws Exception {
        assertThat(files.missing(List.of("job-1"))).isEmpty();
    }

    @Test
    void aFileThatNobodyHasIsMissing() throws Exception {
        there.remove("/original.png");
        there.remove("/thumbnail.jpg");

        assertThat(files.missing(List.of("job-1")))
                .containsExactly("job-1: original, image/png", "job-1: thumbnailUrl");
    }

    @Test
    void aFileThatIsAnotherIsFound() throws Exception {
        there.put("/original.png", "abd");

        assertThat(files.missing(List.of("job-1"))).containsExactly("job-1: original is other than its job says");
    }

    @Test
    void aJobWithoutFilesIsFound() throws Exception {
        there.put("/status/job-1", "{\"status\":\"completed\"}");

        assertThat(files.missing(List.of("job-1"))).containsExactly("job-1: its status has no files");
    }
}
