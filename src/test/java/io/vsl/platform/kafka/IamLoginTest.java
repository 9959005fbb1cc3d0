package io.vsl.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code KAFKA_AUTH=iam} as far as it goes without MSK: what is said to a broker, with credentials from each place where
 * the SDK looks for them. Each time in a process of its own, since environments can't be set.
 */
class IamLoginTest {

    private static final String HOST = "b-1.vsl.a1b2c3.c4.kafka.eu-west-3.amazonaws.com";

    private static final String ID = "FAKEID";
    private static final String SECRET = "fake-secret";
    private static final String SESSION = "fake-session/+=";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void credentialsOfTheEnvironmentSignTheLogin() throws Exception {
        Login login =
                login(Map.of("AWS_ACCESS_KEY_ID", ID, "AWS_SECRET_ACCESS_KEY", SECRET, "AWS_SESSION_TOKEN", SESSION));

        assertSigned(login, SESSION);
    }

    @Test
    void credentialsOfAFileSignTheLogin() throws Exception {
        Path file = Files.writeString(folder.resolve("credentials"), """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """.formatted(ID, SECRET));

        Login login = login(Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString()));

        assertThat(login.payload().has("x-amz-security-token")).isFalse();
        assertSigned(login, null);
    }

    /** As ECS has it for the role of a task. */
    @Test
    void credentialsOfTheContainerSignTheLogin() throws Exception {
        HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/credentials", exchange -> {
            boolean authorized =
                    "fake-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = """
                    {"AccessKeyId":"%s","SecretAccessKey":"%s","Token":"%s","Expiration":"%s"}""".formatted(ID, SECRET, SESSION, Instant.now().plus(Duration.ofHours(1)))
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(authorized ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        endpoint.start();
        try {
            Login login = login(Map.of(
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                    "http://127.0.0.1:%d/credentials"
                            .formatted(endpoint.getAddress().getPort()),
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                    "fake-token"));

            assertSigned(login, SESSION);
        } finally {
            endpoint.stop(0);
        }
    }

    @Test
    void withoutCredentialsThereIsNoLogin() throws Exception {
        Login login = login(Map.of());

        assertThat(login.exitCode()).isNotZero();
        assertThat(login.errors()).contains("Unable to load credentials");
    }

    private void assertSigned(Login login, @Nullable String session) throws Exception {
        assertThat(login.exitCode()).as(login.errors()).isZero();
        JsonNode payload = login.payload();
        Instant signedAt = TIME.parse(payload.path("x-amz-date").asText(), Instant::from);
        assertThat(payload.path("version").asText()).isEqualTo("2020_10_22");
        assertThat(payload.path("host").asText()).isEqualTo(HOST);
        assertThat(payload.path("action").asText()).isEqualTo("kafka-cluster:Connect");
        assertThat(payload.path("x-amz-algorithm").asText()).isEqualTo("AWS4-HMAC-SHA256");
        assertThat(payload.path("x-amz-credential").asText())
                .isEqualTo("%s/%s/eu-west-3/kafka-cluster/aws4_request"
                        .formatted(ID, payload.path("x-amz-date").asText().substring(0, 8)));
        assertThat(payload.path("x-amz-signedheaders").asText()).isEqualTo("host");
        assertThat(payload.path("x-amz-expires").asInt()).isBetween(1, 900);
        assertThat(signedAt)
                .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(1));
        assertThat(payload.path("x-amz-security-token").asText("")).isEqualTo(session == null ? "" : session);
        assertThat(payload.path("x-amz-signature").asText()).isEqualTo(signature(payload));
        assertThat(login.text()).doesNotContain(SECRET);
        assertThat(login.errors()).doesNotContain(SECRET);
    }

    /** As AWS computes it: Signature Version 4 in the query of a GET of the host's root. */
    private static String signature(JsonNode payload) throws GeneralSecurityException {
        String query = Stream.of(
                        "Action",
                        "X-Amz-Algorithm",
                        "X-Amz-Credential",
                        "X-Amz-Date",
                        "X-Amz-Expires",
                        "X-Amz-Security-Token",
                        "X-Amz-SignedHeaders")
                .filter(name -> payload.has(name.toLowerCase(Locale.ROOT)))
                .map(name -> name + "="
                        + URLEncoder.encode(
                                payload.path(name.toLowerCase(Locale.ROOT)).asText(), UTF_8))
                .collect(Collectors.joining("&"));
        String request = "GET\n/\n%s\nhost:%s\n\nhost\n%s"
                .formatted(query, payload.path("host").asText(), sha256(""));
        String time = payload.path("x-amz-date").asText();
        String[] scope = payload.path("x-amz-credential").asText().split("/", 2);
        byte[] key = ("AWS4" + SECRET).getBytes(UTF_8);
        for (String part : scope[1].split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of()
                .formatHex(hmac(key, "AWS4-HMAC-SHA256\n%s\n%s\n%s".formatted(time, scope[1], sha256(request))));
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private record Login(int exitCode, String text, String errors) {

        JsonNode payload() throws IOException {
            return new ObjectMapper().readTree(text.substring(text.indexOf('{')));
        }
    }

    private Login login(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PrintIamLogin.class.getName(),
                HOST));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        // Nobody's own credentials, and no waiting for an instance's.
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().putAll(environment);
        Path text = folder.resolve("text");
        Path errors = folder.resolve("errors");
        Process process = builder.redirectOutput(text.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Login(process.exitValue(), Files.readString(text), Files.readString(errors));
    }
}
