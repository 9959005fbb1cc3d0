package io.vsl.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.awaitility.Awaitility;

/**
 * A broker that wants a login: SASL/SCRAM over TLS on one port, TLS with certificates on both sides on another. It ends
 * with this JVM at the latest. The authority {@code ca} has signed the certificates of {@code broker} and {@code vsl};
 * {@code stranger} is another authority.
 */
public final class SecureKafka implements AutoCloseable {

    public static final String USERNAME = "vsl";

    /** With all that stands for something in a JAAS configuration or in SCRAM. */
    public static final String PASSWORD = "a \"fake\" p\\ss'w=r;d, with #$%{} and ü";

    private final Process process;
    private final int plain;
    private final int scram;
    private final int tls;
    private final Certificates certificates;

    private SecureKafka(Process process, int plain, int scram, int tls, Certificates certificates) {
        this.process = process;
        this.plain = plain;
        this.scram = scram;
        this.tls = tls;
        this.certificates = certificates;
    }

    /** Returns when it is ready. */
    public static SecureKafka start() {
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target/secure-kafka")).toAbsolutePath(), "run");
            Certificates certificates = Certificates.in(folder)
                    .authority("ca")
                    .authority("stranger")
                    .signed("broker", "ca")
                    .signed("vsl", "ca");
            int plain = FreePort.find();
            int controller = FreePort.find();
            int scram = FreePort.find();
            int tls = FreePort.find();
            Path settings = folder.resolve("kafka.properties");
            try (Writer file = Files.newBufferedWriter(settings)) {
                settings(plain, controller, scram, tls, certificates).store(file, null);
            }
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-javaagent:devstack/child/target/child.jar",
                            "-Xmx384m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            "devstack/kafka/target/kafka.jar:devstack/kafka/target/lib/*",
                            "io.vsl.devstack.kafka.Main",
                            "--port",
                            Integer.toString(plain),
                            "--controller-port",
                            Integer.toString(controller),
                            "--dir",
                            folder.toString(),
                            "--settings",
                            settings.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("kafka.log").toFile())
                    .start();
            SecureKafka kafka = new SecureKafka(process, plain, scram, tls, certificates);
            Awaitility.await("broker, see " + folder)
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> Files.exists(folder.resolve("ready")));
            kafka.password(PASSWORD);
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties settings(int plain, int controller, int scram, int tls, Certificates certificates) {
        String listeners =
                "PLAINTEXT://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d,SSL://127.0.0.1:%d".formatted(plain, scram, tls);
        Properties settings = new Properties();
        settings.put("listeners", listeners + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("advertised.listeners", listeners);
        settings.put(
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("listener.name.sasl_ssl.scram-sha-512.connections.max.reauth.ms", "2000");
        settings.put("listener.name.ssl.ssl.client.auth", "required");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.certificate.chain", certificates.certificate("broker"));
        settings.put("ssl.keystore.key", certificates.privateKey("broker"));
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", certificates.certificate("ca"));
        return settings;
    }

    /** Makes this the password of {@link #USERNAME}; connections that are open are asked for it within seconds. */
    public void password(String password) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + plain))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USERNAME, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String scramBrokers() {
        return "127.0.0.1:" + scram;
    }

    public String tlsBrokers() {
        return "127.0.0.1:" + tls;
    }

    public Certificates certificates() {
        return certificates;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
