package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.kafka.KafkaProperties.KafkaAuth;
import io.vsl.testing.Application;
import io.vsl.testing.Certificates;
import io.vsl.testing.Client;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.SecureKafka;
import io.vsl.testing.VslProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code KAFKA_AUTH=scram} and {@code tls} against brokers that want a login. */
@NeedsServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaLoginTest {

    private static final String NO_LOGIN = "No login to Kafka at %s with KAFKA_AUTH=%s: ";

    private SecureKafka kafka;
    private Certificates certificates;

    @BeforeAll
    void startKafka() {
        kafka = SecureKafka.start();
        certificates = kafka.certificates();
    }

    @AfterAll
    void stopKafka() {
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SCRAM", "TLS"})
    void aJobGoesAllTheWayThroughABrokerThatWantsALogin(KafkaAuth auth) {
        try (Application application = Application.start(environment(auth))) {
            Client client = new Client(application.url());
            String jobId = client.submitted("""
                    {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a locked door"}}""");

            JsonNode job = client.awaitOutcome(jobId);

            assertThat(job.path("status").asText()).isEqualTo("completed");
            List<Range> requests;
            try (LogReader log = application.bean(OpenLog.class).open()) {
                requests = log.ranges(List.of(application.topic("job.requested")));
            }
            assertThat(requests).hasSize(3).extracting(Range::size).contains(1L);
            Awaitility.await("commit").untilAsserted(() -> assertThat(
                            application.bean(StageOffsets.class).lags(Map.of("admit", requests)))
                    .containsExactly(Map.entry("admit", 0L)));
        }
    }

    @Test
    void aLoginThatIsRefusedForAWhileHoldsTheStagesAndTheyGoOn() {
        try (Application application = Application.start(environment(KafkaAuth.SCRAM))) {
            Client client = new Client(application.url());
            String job = """
                    {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a key"}}""";
            try {
                kafka.password("another");
                Awaitility.await("refusal")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> client.submit(job).status() == 503);
            } finally {
                kafka.password(SecureKafka.PASSWORD);
            }
            Client.Answer accepted = Awaitility.await("acceptance")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> client.submit(job), answer -> answer.status() == 202);

            JsonNode outcome = client.awaitOutcome(accepted.body().path("jobId").asText());

            assertThat(outcome.path("status").asText()).isEqualTo("completed");
        }
    }

    @Test
    void aProcessThatIsRefusedEndsWithASentenceThatNamesTheSetting() throws Exception {
        Map<String, String> environment = new HashMap<>(environment(KafkaAuth.SCRAM));
        environment.put("KAFKA_PASSWORD", "wrong");
        // A stage that only waits for records.
        environment.put("VSL_STAGES", "admit");
        try (VslProcess process = VslProcess.launch(environment)) {

            assertThat(process.awaitExit()).isEqualTo(1);

            assertThat(process.log())
                    .contains(NO_LOGIN.formatted(kafka.scramBrokers(), "scram")
                            + "Authentication failed during authentication due to invalid credentials");
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> check(scram(SecureKafka.USERNAME, "wrong", ca())))
                .isInstanceOf(KafkaLoginFailed.class)
                .hasMessageStartingWith(NO_LOGIN, kafka.scramBrokers(), "scram")
                .hasMessageContaining("invalid credentials")
                .hasMessageNotContaining("wrong");
    }

    @ParameterizedTest
    @EnumSource(names = {"SCRAM", "TLS"})
    void aBrokerOfAnUnknownAuthorityIsRefused(KafkaAuth auth) {
        for (String other : new String[] {null, certificates.certificate("stranger")}) {
            assertThatThrownBy(() -> check(
                            auth == KafkaAuth.TLS
                                    ? tls("vsl", other)
                                    : scram(SecureKafka.USERNAME, SecureKafka.PASSWORD, other)))
                    .isInstanceOf(KafkaLoginFailed.class)
                    .hasMessageContaining("KAFKA_AUTH=" + auth.word())
                    .hasMessageEndingWith(
                            ": SSL handshake failed: unable to find valid certification path to requested" + " target");
        }
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() {
        assertThatThrownBy(() -> check(tls("stranger", ca())))
                .isInstanceOf(KafkaLoginFailed.class)
                .hasMessageStartingWith(NO_LOGIN, kafka.tlsBrokers(), "tls")
                .hasMessageNotContaining("certification path");
    }

    /** MSK alone knows the mechanism; that it is asked for shows that the client has it. */
    @Test
    void iamIsRefusedByABrokerThatDoesNotKnowIt() {
        KafkaProperties iam = new KafkaProperties(
                kafka.scramBrokers(), "t", KafkaAuth.IAM, null, null, ca(), null, null, 1, (short) 1, Duration.ZERO);

        assertThatThrownBy(() -> check(iam))
                .isInstanceOf(KafkaLoginFailed.class)
                .hasMessageStartingWith(NO_LOGIN, kafka.scramBrokers(), "iam")
                .hasMessageContaining("'AWS_MSK_IAM' not enabled");
    }

    @Test
    void aClientWithoutACertificateIsRefused() {
        KafkaProperties tls = tls("vsl", ca());
        KafkaSecurity withoutCertificate = new KafkaSecurity(tls) {
            @Override
            Map<String, String> settings() {
                Map<String, String> settings = new HashMap<>(super.settings());
                settings.keySet().removeIf(name -> name.startsWith("ssl.keystore"));
                return settings;
            }
        };

        assertThatThrownBy(() -> new CheckKafkaLogin(tls, withoutCertificate).afterPropertiesSet())
                .isInstanceOf(KafkaLoginFailed.class)
                .hasMessageStartingWith(NO_LOGIN, kafka.tlsBrokers(), "tls")
                .hasMessageNotContaining("certification path");
    }

    @Test
    void certificatesAndKeysMayStandInFiles(@TempDir Path folder) throws IOException {
        KafkaProperties inFiles = new KafkaProperties(
                kafka.tlsBrokers(),
                "t",
                KafkaAuth.TLS,
                null,
                null,
                Files.writeString(folder.resolve("ca.pem"), ca()).toString(),
                Files.writeString(folder.resolve("vsl.pem"), certificates.certificate("vsl"))
                        .toString(),
                Files.writeString(folder.resolve("vsl.key"), certificates.privateKey("vsl"))
                        .toString(),
                1,
                (short) 1,
                Duration.ZERO);

        assertThatCode(() -> check(inFiles)).doesNotThrowAnyException();
    }

    @Test
    void brokersThatDoNotAnswerDoNotKeepTheProcessFromStarting() {
        for (String silent : List.of("127.0.0.1:1", kafka.tlsBrokers())) {
            KafkaProperties plain = new KafkaProperties(
                    silent, "t", KafkaAuth.NONE, null, null, null, null, null, 1, (short) 1, Duration.ZERO);

            assertThatCode(() -> check(plain)).as(silent).doesNotThrowAnyException();
        }
    }

    private static void check(KafkaProperties properties) throws InterruptedException {
        new CheckKafkaLogin(properties, new KafkaSecurity(properties)).afterPropertiesSet();
    }

    private String ca() {
        return certificates.certificate("ca");
    }

    private KafkaProperties scram(String username, String password, @Nullable String ca) {
        return new KafkaProperties(
                kafka.scramBrokers(),
                "t",
                KafkaAuth.SCRAM,
                username,
                password,
                ca,
                null,
                null,
                1,
                (short) 1,
                Duration.ZERO);
    }

    private KafkaProperties tls(String alias, @Nullable String ca) {
        return new KafkaProperties(
                kafka.tlsBrokers(),
                "t",
                KafkaAuth.TLS,
                null,
                null,
                ca,
                certificates.certificate(alias),
                certificates.privateKey(alias),
                1,
                (short) 1,
                Duration.ZERO);
    }

    private Map<String, String> environment(KafkaAuth auth) {
        return auth == KafkaAuth.TLS
                ? Map.of(
                        "KAFKA_BROKERS",
                        kafka.tlsBrokers(),
                        "KAFKA_AUTH",
                        "tls",
                        "KAFKA_CA",
                        ca(),
                        "KAFKA_CERTIFICATE",
                        certificates.certificate("vsl"),
                        "KAFKA_PRIVATE_KEY",
                        certificates.privateKey("vsl"))
                : Map.of(
                        "KAFKA_BROKERS",
                        kafka.scramBrokers(),
                        "KAFKA_AUTH",
                        "scram",
                        "KAFKA_CA",
                        ca(),
                        "KAFKA_USERNAME",
                        SecureKafka.USERNAME,
                        "KAFKA_PASSWORD",
                        SecureKafka.PASSWORD);
    }
}
