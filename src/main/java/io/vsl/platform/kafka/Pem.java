package io.vsl.platform.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import org.springframework.boot.ssl.pem.PemContent;

/** What a variable has as PEM text, or names the file of. No message repeats a value: it may be a key. */
final class Pem {

    private static final int LINE = 64;

    private final String variable;
    private final PemContent content;

    private Pem(String variable, PemContent content) {
        this.variable = variable;
        this.content = content;
    }

    /** @throws KafkaLoginFailed when it is neither */
    static Pem of(String variable, String value) {
        if (PemContent.isPresentInText(value)) {
            return new Pem(variable, PemContent.of(value));
        }
        try {
            return new Pem(variable, PemContent.load(Path.of(value)));
        } catch (IOException | InvalidPathException e) {
            throw new KafkaLoginFailed(variable + " is neither PEM text nor the path of a file that can be read");
        }
    }

    /** @throws KafkaLoginFailed when there is none */
    String certificates() {
        try {
            content.getCertificates();
        } catch (IllegalStateException e) {
            throw new KafkaLoginFailed(variable + " has no certificate that can be read");
        }
        return content.toString();
    }

    /** In PKCS #8, the one form that Kafka reads, whatever the form it was given in. */
    String privateKey() {
        try {
            byte[] key = content.getPrivateKey().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                    .formatted(Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(key));
        } catch (IllegalStateException e) {
            throw new KafkaLoginFailed(variable + " has no private key that can be read; it must not be encrypted");
        }
    }
}
