package io.vsl.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.CountingServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real process: it ends before it connects to anything, and says in one message what is wrong. */
class WrongSettingsEndTheStartTest {

    /** Each wrong by itself, and what is said of it. */
    private static final Map<String, String> WRONG = Map.ofEntries(
            Map.entry("VSL_STAGES=generate,stor", "VSL_STAGES: no stage is called stor"),
            Map.entry("WEBHOOK_BASE_URL=vsl.example.com", "WEBHOOK_BASE_URL has no scheme"),
            Map.entry("VSL_MEDIA_HOSTS=https://replicate.delivery/", "VSL_MEDIA_HOSTS has an entry that is a URL"),
            Map.entry("VSL_JWT_ISSUER=tenant.auth0.com", "VSL_JWT_ISSUER has no scheme"),
            Map.entry(
                    "VSL_REPLICATE_CREATIONS_PER_MINUTE=0",
                    "VSL_REPLICATE_CREATIONS_PER_MINUTE is 0. Allowed is 1 to 1000000"),
            Map.entry("VSL_REQUESTS_PER_HOUR=-1", "VSL_REQUESTS_PER_HOUR is -1. Allowed is 0 to 1000000000"),
            Map.entry("VSL_REQUESTS_PER_DAY=many", "VSL_REQUESTS_PER_DAY is many. Allowed is a whole number"),
            Map.entry("VSL_MAX_HELD=1KB", "VSL_MAX_HELD is 1KB. Allowed is 64KB to 2047MB"),
            Map.entry("VSL_MAX_CONNECTIONS=0", "VSL_MAX_CONNECTIONS is 0. Allowed is 10 to 100000"),
            Map.entry("VSL_PORT=80800", "VSL_PORT is 80800. Allowed is 0 to 65535"),
            Map.entry("KAFKA_AUTH=foo", "KAFKA_AUTH is foo. Allowed is none, iam, scram, tls"),
            Map.entry("VSL_PARTITIONS=0", "VSL_PARTITIONS is 0. Allowed is 1 to 10000"),
            Map.entry("VSL_REPLICATION_FACTOR=0", "VSL_REPLICATION_FACTOR is 0. Allowed is -1 or 1 to 32767"),
            Map.entry("VSL_TOPIC_PREFIX=my topics", "VSL_TOPIC_PREFIX is my topics. Allowed is 1 to 100 letters"),
            Map.entry("VSL_OUTPUTS_KEPT=an hour", "VSL_OUTPUTS_KEPT is an hour. Allowed is a duration"),
            Map.entry(
                    "VSL_POLLER_ABSENTAFTER=10s",
                    "VSL_POLLER_ABSENTAFTER is 10s. Allowed is at least 2 times vsl.generate.send-within, which is 30s"),
            Map.entry("VSL_STAGE_RETRYFOR=5m", "VSL_STAGE_RETRYFOR is 5m. Allowed is 0s to 4m"),
            Map.entry("VSL_AWS_LINKTTL=8d", "VSL_AWS_LINKTTL is 8d. Allowed is 1s to 7d"),
            Map.entry("REPLICATE_WEBHOOK_SECRET=whsec_hidden!", "REPLICATE_WEBHOOK_SECRET can't be used"),
            Map.entry("VSL_API_KEY=hidden key", "VSL_API_KEY can't be used"),
            Map.entry("VSL_USER_ID=a/b", "VSL_USER_ID is a/b"),
            Map.entry("STAGE=production", "STAGE is production. Allowed is dev, staging, homolog or prod"),
            Map.entry("VSL_CLOUDWATCH_METRICS=maybe", "VSL_CLOUDWATCH_METRICS is maybe. Allowed is true or false"),
            Map.entry("MODELS_CONFIG={}", "MODELS_CONFIG: "));

    @Test
    @Timeout(120)
    void allOfThemAreNamedAtOnceAndNothingIsConnectedTo() throws Exception {
        try (CountingServer server = new CountingServer()) {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.vsl.Vsl");
            builder.environment().putAll(CountingServer.environment(server.at()));
            WRONG.keySet().stream().map(setting -> setting.split("=", 2)).forEach(setting -> builder.environment()
                    .put(setting[0], setting[1]));
            Process process = builder.redirectErrorStream(true).start();
            String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(log).contains(WRONG.size() + " settings can't be used").contains(WRONG.values());
            assertThat(lines(log, "ERROR")).as("one message").hasSize(1);
            assertThat(log).doesNotContain("hidden").doesNotContain("\\tat ").doesNotContain("\tat ");
            assertThat(server.connections()).isZero();
        }
    }

    private static List<String> lines(String log, String level) {
        return log.lines()
                .filter(line -> line.contains("\"level\":\"" + level + "\""))
                .toList();
    }
}
