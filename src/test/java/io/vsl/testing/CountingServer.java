package io.vsl.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** In the place of all servers: it closes each connection at once, and counts them. */
public final class CountingServer implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();

    public CountingServer() throws IOException {
        Thread.ofVirtual().start(this::count);
    }

    private void count() {
        try {
            while (true) {
                server.accept().close();
                connections.incrementAndGet();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    /** Its address. */
    public String at() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** So far. */
    public int connections() {
        return connections.get();
    }

    /** Of the application, for which all servers are at that address. */
    public static Map<String, String> environment(String at) {
        return Map.of(
                "KAFKA_BROKERS",
                at,
                "REDIS_URL",
                "redis://" + at,
                "DATABASE_URL",
                "postgresql://vsl:hidden@" + at + "/vsl",
                "S3_ENDPOINT",
                "http://" + at,
                "DYNAMODB_ENDPOINT",
                "http://" + at);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
