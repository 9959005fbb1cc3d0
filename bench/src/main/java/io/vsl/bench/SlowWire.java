package io.vsl.bench;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/** A port behind which another is far away: what is sent arrives late, what is answered at once. */
final class SlowWire implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final NetServer server;

    SlowWire(int port, Duration delay) {
        NetClient client = vertx.createNetClient();
        server = vertx.createNetServer()
                .connectHandler(near -> {
                    near.pause();
                    client.connect(port, "127.0.0.1", far -> {
                        if (far.failed()) {
                            near.close();
                            return;
                        }
                        join(near, far.result(), delay);
                    });
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void join(NetSocket near, NetSocket far, Duration delay) {
        near.handler(sent -> vertx.setTimer(delay.toMillis(), late -> far.write(sent)));
        far.handler(near::write);
        near.closeHandler(closed -> vertx.setTimer(delay.toMillis(), late -> far.close()));
        far.closeHandler(closed -> near.close());
        near.resume();
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
