package io.vsl.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.FileHost;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import io.vsl.testing.VslProcess;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process of 256 MB keeps an output of 2 GB whose host breaks the connection on the way. */
@NeedsServers
@Tag("long")
class LargeOutputTest {

    private static final long SIZE = 2L << 30;

    private final String prompt = "large " + UUID.randomUUID();

    @AfterEach
    void clear() {
        Simulator.clearFaults();
    }

    @Test
    void twoGigabytesPassThroughASmallHeap() throws Exception {
        try (FileHost host = new FileHost(SIZE).cutAt(100L << 20, 900L << 20, 1700L << 20);
                VslProcess process = VslProcess.start(Map.of(
                        "VSL_TOPIC_PREFIX",
                        "large" + UUID.randomUUID().toString().substring(0, 8),
                        "VSL_MEDIA_HOSTS",
                        Devstack.shared().environment().get("VSL_MEDIA_HOSTS") + "," + host.authority()))) {
            Simulator.fault("{'on':'prediction','kind':'output','output':'%s','match':{'prompt':'%s'}}"
                    .formatted(host.url(), prompt));
            Client client = new Client(process.url());

            String jobId = client.submitted("""
                    {"userId":"user123","mediaType":"audio","modelId":"musicgen","parameters":{"prompt":"%s"}}""".formatted(prompt));
            JsonNode job = Awaitility.await()
                    .atMost(Duration.ofMinutes(8))
                    .until(
                            () -> client.status(jobId).body(),
                            it -> !it.path("status").asText().matches("pending|processing"));

            assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
            assertThat(job.at("/result/contentType").asText()).isEqualTo("video/mp4");
            assertThat(job.at("/result/fileSize").asLong()).isEqualTo(SIZE);
            assertThat(job.at("/result/sha256").asText()).isEqualTo(host.sha256());
            assertThat(host.ranges())
                    .containsExactly("none", "bytes=104857600-", "bytes=943718400-", "bytes=1782579200-");
            HttpResponse<byte[]> end = Http.bytes(
                    Http.to(job.at("/result/originalUrl").asText()).header("Range", "bytes=%d-".formatted(SIZE - 100)));
            assertThat(end.statusCode()).isEqualTo(206);
            assertThat(process.log()).doesNotContain("OutOfMemoryError");
        }
    }
}
