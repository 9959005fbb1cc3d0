package io.vsl.devstack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A receiver of webhooks on this machine: it prints each that is signed as it must be, and refuses others. */
final class WebhookListener implements AutoCloseable {

    private static final String HMAC = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int LONGEST = 8 * 1024 * 1024;

    private final HttpServer server;
    private final Terminal terminal;
    private byte @Nullable [] key;

    /** @param port 0 for any */
    WebhookListener(int port, Terminal terminal) throws IOException {
        this.terminal = terminal;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::take);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** @param secret {@code whsec_} and Base64 */
    void listen(String secret) {
        key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST);
        boolean isGenuine = isSigned(exchange, body);
        terminal.line(
                isGenuine
                        ? new String(body, StandardCharsets.UTF_8)
                        : terminal.red("refused: the signature is wrong or missing"));
        exchange.sendResponseHeaders(isGenuine ? 204 : 401, -1);
        exchange.close();
    }

    /** Standard Webhooks: HMAC-SHA256 over id, time and the bytes of the body. */
    private boolean isSigned(HttpExchange exchange, byte[] body) {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String signatures = exchange.getRequestHeaders().getFirst("webhook-signature");
        if (key == null || id == null || timestamp == null || signatures == null) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            byte[] expected =
                    ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes(StandardCharsets.UTF_8);
            return Stream.of(signatures.split(" "))
                    .anyMatch(signature -> MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
