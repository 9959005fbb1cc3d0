package io.vsl.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.http.HttpServers;
import io.vsl.testing.AddsToTheApi;
import io.vsl.testing.Http;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** Which answers are packed, and for whom. */
@WithoutServers
@MockEndpointsAndSkip("kafka:.*")
@Import(AStream.class)
@AddsToTheApi
class PackingWiringTest {

    @Autowired
    private HttpServers servers;

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/asyncapi.json", "/schemas/job.completed.json", "/models", "/metrics"})
    void aLongTextIsPackedForThoseWhoTakeIt(String path) throws IOException {
        String plain = text(send(path, "identity").body());
        HttpResponse<byte[]> packed = send(path, "br, gzip;q=0.8");

        assertThat(plain).hasSizeGreaterThan(1024);
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(packed.body()).hasSizeLessThan(plain.length() * 2 / 3);
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            // The numbers of metrics change.
            assertThat(text(unpacked.readAllBytes())).startsWith(plain.substring(0, 50));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "gzip;q=0", "*, gzip;q=0", "br"})
    void anybodyElseGetsItAsItIs(String acceptEncoding) {
        HttpResponse<byte[]> answer = send("/openapi.json", acceptEncoding);

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(text(answer.body())).startsWith("{").endsWith("}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/health/live"})
    void aShortAnswerIsNotPacked(String path) {
        HttpResponse<byte[]> answer = send(path, "gzip");

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.headers().firstValue("Vary")).isEmpty();
        assertThat(text(answer.body())).startsWith("{");
    }

    @Test
    void aStreamIsNotPacked() {
        HttpResponse<byte[]> answer = send("/a-stream", "gzip");

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(text(answer.body())).endsWith(AStream.EVENT);
    }

    @Test
    void aHeadSaysWhatTheAnswerWouldBe() {
        HttpResponse<byte[]> head =
                Http.bytes(to("/openapi.json", "gzip").method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(head.headers().firstValueAsLong("Content-Length"))
                .hasValue(send("/openapi.json", "gzip").body().length);
    }

    private HttpResponse<byte[]> send(String path, String acceptEncoding) {
        return Http.bytes(to(path, acceptEncoding));
    }

    private HttpRequest.Builder to(String path, String acceptEncoding) {
        HttpRequest.Builder request =
                Http.to("http://127.0.0.1:" + servers.port() + path).header("X-API-Key", KnownCallers.USER);
        return acceptEncoding.isEmpty() ? request : request.header("Accept-Encoding", acceptEncoding);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
