package io.vsl.bench.reference;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Of a program that serves nothing else. */
final class Health {

    private Health() {}

    /** Answers {@code GET /health/ready} on {@code VSL_PORT}. */
    static void serve() throws IOException {
        HttpServer health =
                HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("VSL_PORT"))), 0);
        health.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        health.start();
    }
}
