package io.vsl.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who takes gzip, and what is packed. */
class PackingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "gzip, deflate, br, zstd",
                "br;q=1.0, gzip;q=0.8, *;q=0.1",
                "gzip ; q=0.001",
                "deflate,gzip;Q=1.000",
                "identity;q=0, *",
                "*",
                "*;q=0, gzip",
                " ,, gzip"
            })
    void whoTakesGzip(String header) {
        assertThat(Packing.takesGzip(List.of(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "br, deflate",
                "gzip;q=0",
                "gzip;q=0.000",
                "gzip; q=0, *",
                "*;q=0",
                "*, GZIP;q=0.",
                "gzip;q=x",
                "gzip;q=-1",
                "gzip;level=1",
                "gzipped",
                "\"gzip\""
            })
    void whoDoesNot(String header) {
        assertThat(Packing.takesGzip(List.of(header))).isFalse();
    }

    @Test
    void severalHeadersAreOne() {
        assertThat(Packing.takesGzip(List.of("br", "gzip"))).isTrue();
        assertThat(Packing.takesGzip(List.of("*", "gzip;q=0"))).isFalse();
        assertThat(Packing.takesGzip(List.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                                  | 1024 | true",
                "application/problem+json                          | 2000 | true",
                "application/schema+json                           | 2000 | true",
                "text/html; charset=utf-8                          | 2000 | true",
                "text/javascript                                   | 2000 | true",
                "text/plain; version=0.0.4; charset=utf-8          | 2000 | true",
                "application/openmetrics-text; version=1.0.0       | 2000 | true",
                "application/json                                  | 1023 | false",
                "image/png                                         | 9000 | false",
                "application/octet-stream                          | 9000 | false",
                "                                                  | 9000 | false",
            })
    void textsFromOneKibibyteOnArePacked(String contentType, int size, boolean isPacked) {
        Answer answer = Packing.of(answer(contentType, size), List.of("gzip"));

        assertThat("gzip".equals(answer.headers().get("Content-Encoding"))).isEqualTo(isPacked);
        assertThat("Accept-Encoding".equals(answer.headers().get("Vary"))).isEqualTo(isPacked);
        assertThat(answer.body().bytes().length < size).isEqualTo(isPacked);
    }

    @Test
    void whatNobodyMayTransformIsLeft() {
        Answer answer = answer("application/json", 9_000);
        answer.headers().put("Cache-Control", "no-store, no-transform");

        assertThat(Packing.of(answer, List.of("gzip")).headers()).doesNotContainKey("Content-Encoding");
    }

    private static Answer answer(String contentType, int size) {
        Answer answer = Answer.empty(200);
        if (contentType != null) {
            answer.headers().put("Content-Type", contentType);
        }
        return new Answer(200, answer.headers(), new AnswerBody(new byte[size]));
    }
}
