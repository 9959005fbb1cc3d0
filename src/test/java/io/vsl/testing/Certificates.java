package io.vsl.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates that the JDK's keytool makes at run time, as PEM. */
public final class Certificates {

    /** Keytool wants one; the store lives in the build's folder, for the length of a test. */
    private static final String PASSWORD = "changeit";

    private final Path store;

    private Certificates(Path store) {
        this.store = store;
    }

    /** @param folder where the key store is made */
    public static Certificates in(Path folder) {
        try {
            return new Certificates(Files.createTempDirectory(Files.createDirectories(folder), "keys")
                    .resolve("keys.p12"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate that signs itself and may sign others. */
    public Certificates authority(String alias) {
        return make(alias, "-ext", "bc:c");
    }

    /** A certificate for 127.0.0.1 that {@code authority} has signed. */
    public Certificates signed(String alias, String authority) {
        return make(alias, "-signer", authority, "-ext", "san=ip:127.0.0.1");
    }

    /** A certificate for that name that signs itself. */
    public Certificates named(String host) {
        return make(host, "-ext", "san=dns:" + host);
    }

    /** Has this JVM trust the certificates in here and no others, while something runs. */
    public void trusted(Runnable whileTrusted) {
        Map<String, String> trust = Map.of(
                "javax.net.ssl.trustStore",
                store.toString(),
                "javax.net.ssl.trustStorePassword",
                PASSWORD,
                "javax.net.ssl.trustStoreType",
                "PKCS12");
        trust.forEach(System::setProperty);
        try {
            whileTrusted.run();
        } finally {
            trust.keySet().forEach(System::clearProperty);
        }
    }

    private Certificates make(String alias, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(Arrays.asList(options));
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate and those above it. */
    public String certificate(String alias) {
        try {
            StringBuilder pem = new StringBuilder();
            for (Certificate certificate : open().getCertificateChain(alias)) {
                pem.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            return pem.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In PKCS #8. */
    public String privateKey(String alias) {
        try {
            Key key = open().getKey(alias, PASSWORD.toCharArray());
            return pem("PRIVATE KEY", key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** TLS as a server has it with that certificate. */
    public SSLContext server() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(open(), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore open() throws GeneralSecurityException {
        try (InputStream file = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, PASSWORD.toCharArray());
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String label, byte[] content) {
        return Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content)
                .lines()
                .collect(
                        Collectors.joining("\n", "-----BEGIN " + label + "-----\n", "\n-----END " + label + "-----\n"));
    }
}
