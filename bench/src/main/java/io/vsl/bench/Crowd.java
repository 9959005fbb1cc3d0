package io.vsl.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * Callers that do next to nothing at {@code CROWDED_PORT}, a program of its own: {@code IDLE} connections, each of which has
 * made a request, and {@code SLOW} ones, whose bodies come in a byte a second. What the server ends is opened anew. It is
 * ready when all but one in twenty are there, and only as long. All of it is on one event loop.
 */
final class Crowd {

    private static final String HOST = "127.0.0.1";
    private static final double ENOUGH = 0.95;
    private static final long TRICKLE_EVERY_MS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Kind idle = new Kind(number("IDLE"), """
            GET /models HTTP/1.1\r
            Host: 127.0.0.1\r
            X-API-Key: %s\r
            \r
            """);
    private final Kind slow = new Kind(number("SLOW"), """
            POST /generate-media HTTP/1.1\r
            Host: 127.0.0.1\r
            X-API-Key: %s\r
            Content-Type: application/json\r
            Content-Length: 1000\r
            \r
            """);

    private boolean failed;

    private Crowd() {}

    public static void main(String[] args) {
        Crowd crowd = new Crowd();
        crowd.vertx.runOnContext(start -> crowd.gather());
    }

    private static int number(String variable) {
        return Integer.parseInt(System.getenv(variable));
    }

    private void gather() {
        vertx.setPeriodic(10, again -> idle.open(20));
        // Over ten seconds, so that they don't end together either.
        vertx.setPeriodic(50, again -> slow.open(1));
        vertx.setPeriodic(TRICKLE_EVERY_MS, second -> slow.there.forEach(socket -> socket.write(" ")));
        vertx.createHttpServer()
                .requestHandler(health -> health.response()
                        .setStatusCode(idle.isThere() && slow.isThere() ? 200 : 503)
                        .end())
                .listen(number("VSL_PORT"), HOST);
    }

    /** Connections that send the same at first. */
    private final class Kind {

        private final int wanted;
        private final Buffer first;
        private final Set<NetSocket> there = new HashSet<>();
        private int begun;

        Kind(int wanted, String first) {
            this.wanted = wanted;
            this.first = Buffer.buffer(first.formatted(System.getenv("VSL_API_KEY")));
        }

        boolean isThere() {
            return there.size() >= ENOUGH * wanted;
        }

        /** At most so many more. */
        void open(int more) {
            for (int i = 0; i < more && begun < wanted; i++) {
                begun++;
                client.connect(number("CROWDED_PORT"), HOST).onComplete(this::opened, this::failed);
            }
        }

        private void opened(NetSocket socket) {
            socket.closeHandler(closed -> {
                there.remove(socket);
                begun--;
            });
            socket.exceptionHandler(reset -> socket.close());
            socket.handler(answer -> answered(socket, answer));
            socket.write(first);
            if (this == slow) {
                there.add(socket);
            }
        }

        /** An idle one is there from its answer on; a slow one has been cut off. */
        private void answered(NetSocket socket, Buffer answer) {
            if (this == slow) {
                socket.close();
            } else if (answer.toString().startsWith("HTTP/1.1 200")) {
                there.add(socket);
            }
        }

        private void failed(Throwable reason) {
            begun--;
            if (!failed) {
                failed = true;
                System.err.println("Not connected; are too few files allowed (ulimit -n)? " + reason);
            }
        }
    }
}
