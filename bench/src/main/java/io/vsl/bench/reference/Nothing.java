package io.vsl.bench.reference;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** Answers everything at once with {@code STATUS}, but {@code GET /health/ready} with 200: the ceiling of a load. */
public final class Nothing {

    private Nothing() {}

    public static void main(String[] args) {
        int status = Integer.parseInt(System.getenv("STATUS"));
        Buffer answer = Buffer.buffer("{\"status\":\"pending\"}");
        Vertx.vertx()
                .createHttpServer()
                .requestHandler(request -> request.endHandler(read -> request.response()
                        .setStatusCode("/health/ready".equals(request.path()) ? 200 : status)
                        .end(answer)))
                .listen(Integer.parseInt(System.getenv("VSL_PORT")), "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
