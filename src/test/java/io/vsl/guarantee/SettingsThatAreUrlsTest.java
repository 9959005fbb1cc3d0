package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.VslProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Addresses as operators write them: a process goes by them, or ends with a sentence. */
@NeedsServers
class SettingsThatAreUrlsTest {

    @Test
    void hostsWithUnderscoresAndSlashesAtTheEndWork() throws IOException {
        Path hosts = Files.writeString(
                Files.createDirectories(Path.of("target/hosts"))
                        .resolve("hosts")
                        .toAbsolutePath(),
                "127.0.0.1 my_database my_redis my_replicate localhost\n");
        Map<String, String> settings = new HashMap<>(Map.of(
                "VSL_TOPIC_PREFIX", "u" + UUID.randomUUID().toString().substring(0, 8),
                "VSL_PARTITIONS", "1",
                "JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts,
                "DATABASE_URL", at("DATABASE_URL", "my_database") + "/",
                "REDIS_URL", " " + at("REDIS_URL", "my_redis") + "/",
                "REPLICATE_API_URL", at("REPLICATE_API_URL", "my_replicate") + "/",
                // The simulator's links to outputs have the name that it was called by.
                "VSL_MEDIA_HOSTS", at("VSL_MEDIA_HOSTS", "my_replicate")));
        try (VslProcess process = VslProcess.start(settings)) {
            Client client = new Client(process.url());
            String jobId = client.submitted("""
                    {"mediaType":"image","modelId":"flux-schnell","prompt":"a fox"}""");

            assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
            assertThat(process.log())
                    .contains("vsl.redis.url is redis://my_redis:")
                    .contains("Redis answers and takes writes")
                    .contains("PostgreSQL answers and takes writes")
                    .doesNotContain(URI.create(Devstack.shared().get("DATABASE_URL"))
                            .getUserInfo()
                            .split(":")[1]);
        }
    }

    @Test
    void aSlashAtTheEndOfTheWebhooksAddressIsNoOtherAddress() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Application application = Application.start(
                Map.of("VSL_PORT", Integer.toString(port), "WEBHOOK_BASE_URL", " http://127.0.0.1:" + port + "/"))) {
            Client client = new Client(application.url());
            String jobId = client.submitted("""
                    {"mediaType":"image","modelId":"flux-schnell","prompt":"a fox"}""");

            // The poller would find it a minute later.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            client.status(jobId).body().path("status").asText().equals("completed"));
        }
    }

    @Test
    void oneThatCantBeUsedEndsTheProcessWithASentence() throws Exception {
        try (VslProcess process = VslProcess.launch(Map.of("WEBHOOK_BASE_URL", "vsl.example.com"))) {
            assertThat(process.awaitExit()).isEqualTo(1);
            assertThat(process.log())
                    .contains("WEBHOOK_BASE_URL has no scheme")
                    .doesNotContain("\tat io.vsl")
                    .doesNotContain("at org.springframework");
        }
    }

    private static String at(String variable, String host) {
        return Devstack.shared().get(variable).replaceFirst("127\\.0\\.0\\.1|localhost", host);
    }
}
