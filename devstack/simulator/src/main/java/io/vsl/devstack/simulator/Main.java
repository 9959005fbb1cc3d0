package io.vsl.devstack.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;

/** Starts the simulator as a process of its own. */
public final class Main {

    private Main() {}

    /**
     * Runs until the process is ended.
     *
     * @param args see {@link Options#USAGE}
     */
    public static void main(String[] args) {
        Options options;
        try {
            options = Options.parse(args, System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + Options.USAGE);
            System.exit(2);
            return;
        }
        System.setProperty("java.awt.headless", "true");
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await()));
        try {
            Simulator simulator = new Simulator(options);
            vertx.deployVerticle(simulator).await();
            System.out.println("Replicate simulator: http://" + options.bind() + ":" + simulator.port() + "/v1");
        } catch (RuntimeException | IOException e) {
            System.err.println("Can't serve on " + options.bind() + ":" + options.port() + ": " + e.getMessage());
            System.exit(1);
        }
    }
}
