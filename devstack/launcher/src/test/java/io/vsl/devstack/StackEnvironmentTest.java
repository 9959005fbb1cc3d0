package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackEnvironmentTest {

    @TempDir
    private Path folder;

    private Secrets secrets;

    @BeforeEach
    void makeSecrets() throws IOException {
        secrets = Secrets.keptIn(new KeyValues(folder.resolve("secrets")));
    }

    @Test
    void everythingAUserOfTheStackNeedsIsThere() {
        Map<String, String> environment = StackEnvironment.of(Ports.from(17_000), secrets, 1, Map.of());

        assertThat(environment)
                .containsKeys(
                        "REPLICATE_API_TOKEN",
                        "REPLICATE_WEBHOOK_SECRET",
                        "S3_BUCKET",
                        "DYNAMODB_TABLE",
                        "AWS_REGION",
                        "AWS_DEFAULT_REGION",
                        "AWS_ACCESS_KEY_ID",
                        "AWS_SECRET_ACCESS_KEY",
                        "VSL_API_KEY",
                        "VSL_OPERATOR_KEY")
                .containsEntry(
                        "DATABASE_URL", "postgresql://vsl:" + secrets.get("POSTGRES_PASSWORD") + "@127.0.0.1:17432/vsl")
                .containsEntry("REDIS_URL", "redis://127.0.0.1:17379")
                .containsEntry("REPLICATE_API_URL", "http://127.0.0.1:17600/v1")
                .containsEntry("WEBHOOK_BASE_URL", "http://127.0.0.1:17000")
                .containsEntry("S3_ENDPOINT", "http://127.0.0.1:17900")
                .containsEntry("DYNAMODB_ENDPOINT", "http://127.0.0.1:17800")
                .containsEntry("KAFKA_BROKERS", "127.0.0.1:17092")
                .containsEntry("KAFKA_AUTH", "none")
                .containsEntry("VSL_STAGES", "all")
                .containsEntry("STAGE", "dev")
                .containsEntry("VSL_PORT", "17000")
                .containsEntry("VSL_URL", "http://127.0.0.1:17000")
                .containsEntry("VSL_USER_ID", "user123")
                .containsEntry("VSL_REQUESTS_PER_HOUR", "0")
                .containsEntry("VSL_REQUESTS_PER_DAY", "0")
                .containsEntry("VSL_MEDIA_HOSTS", "127.0.0.1:17600")
                .containsEntry("VSL_ALLOW_INTERNAL_ADDRESSES", "true")
                .containsEntry("SIMULATOR_URL", "http://127.0.0.1:17600")
                .doesNotContainKey("MODELS_CONFIG");
    }

    @Test
    void theCallersStagesModelsAndLimitsHold() {
        Map<String, String> environment = StackEnvironment.of(
                Ports.from(17_000),
                secrets,
                1,
                Map.of(
                        "VSL_STAGES",
                        "admit,store",
                        "STAGE",
                        "staging",
                        "MODELS_CONFIG",
                        "{\r\n}",
                        "PATH",
                        "/bin",
                        "VSL_REQUESTS_PER_HOUR",
                        "3"));

        assertThat(environment)
                .containsEntry("VSL_STAGES", "admit,store")
                .containsEntry("STAGE", "staging")
                .containsEntry("MODELS_CONFIG", "{ }")
                .containsEntry("VSL_REQUESTS_PER_HOUR", "3")
                .doesNotContainKey("PATH");
    }

    @Test
    void aShellReadsTheVeryValues() throws IOException {
        String value = "it's $HOME `date` \"x\" \\ {\"a\":1}";

        Process shell = new ProcessBuilder(
                        "sh", "-c", StackEnvironment.exports(Map.of("ODD", value)) + "printf %s \"$ODD\"")
                .start();

        assertThat(shell.getInputStream().readAllBytes()).asString().isEqualTo(value);
    }

    @Test
    void aServiceFindsItsAddress() {
        Map<String, String> environment = StackEnvironment.of(Ports.from(17_000), secrets, 1, Map.of());

        assertThat(Service.USUAL).allSatisfy(service -> assertThat(service.address(environment))
                .isEqualTo("127.0.0.1:" + (17_000 + service.port().offset())));
    }
}
