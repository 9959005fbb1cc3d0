package io.vsl.platform.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vsl.platform.health.Causes;
import io.vsl.platform.loop.EventLoops;
import io.vsl.platform.url.InvalidSetting;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Serves HTTP: one server on each loop, all at one port. */
@Component
public class HttpServers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServers.class);

    private static final int MAX_HEAD = 32 * 1024;

    /** Who waits to be accepted while a loop is busy. */
    private static final int BACKLOG = 1000;

    /** How long a stop waits for requests that are being worked on. */
    private static final Duration DRAIN = Duration.ofSeconds(25);

    private static final long LOOK_EVERY_MS = 50;

    private final EventLoops loops;
    private final ListenProperties listen;
    private final ServeRequests requests;
    private final Connections connections;
    private final ApplicationContext context;
    private volatile int port;
    private volatile boolean running;

    HttpServers(
            EventLoops loops,
            ListenProperties listen,
            ServeRequests requests,
            Connections connections,
            ApplicationContext context) {
        this.loops = loops;
        this.listen = listen;
        this.requests = requests;
        this.connections = connections;
        this.context = context;
    }

    /** A server on its loop. */
    private final class Server extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            HttpServer server = vertx.createHttpServer(options())
                    .connectionHandler(connections::open)
                    .requestHandler(requests::serve)
                    .invalidRequestHandler(requests::refuse);
            server.listen()
                    .onSuccess(listening -> port = listening.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(listen.address().getHostAddress())
                // Below zero it is one that is free, the same for all.
                .setPort(listen.port() == 0 ? -1 : listen.port())
                .setAcceptBacklog(BACKLOG)
                .setMaxInitialLineLength(MAX_HEAD)
                .setMaxHeaderSize(MAX_HEAD)
                .setHttp2ClearTextEnabled(false);
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    @Override
    public void start() {
        try {
            loops.vertx()
                    .deployVerticle(
                            Server::new,
                            new DeploymentOptions().setInstances(loops.all().size()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new InvalidSetting("VSL_PORT %d at VSL_ADDRESS %s can't be listened at: %s"
                    .formatted(listen.port(), listen.address().getHostAddress(), Causes.sentence(e)));
        }
        running = true;
        LOG.atInfo()
                .addKeyValue("action", "http")
                .log("HTTP is served at {}:{}", listen.address().getHostAddress(), port);
    }

    /** Who sends a request from now on is told to come again; then all connections are closed. */
    @Override
    public void stop() {
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        requests.drain();
        connections.closeStreams();
        long begun = System.nanoTime();
        try {
            while (!connections.areQuiet() && System.nanoTime() - begun < DRAIN.toNanos()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loops.vertx().deploymentIDs().forEach(server -> loops.vertx()
                .undeploy(server)
                .toCompletionStage()
                .toCompletableFuture()
                .join());
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before all else that stops. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1024;
    }
}
