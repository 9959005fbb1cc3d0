package io.vsl.platform.http;

import io.vsl.platform.metrics.Refusals;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Cuts off connections that take too long: for the head of a request, its body, its answer, or the next request. Tomcat's
 * own timeouts begin anew with each byte, and so does who sends one every ten seconds. When connections are getting few,
 * the slowest go first, so that there is always one for who sends a request at once.
 */
@Component
class Connections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final Duration EVERY = Duration.ofMillis(100);

    /** So much is no sign of slowness: a busy machine comes late to what is there already. */
    private static final long GRACE = Duration.ofSeconds(2).toNanos();

    private static final String KIND = "connection";

    private final HttpProperties properties;
    private final Refusals refusals;
    private final Map<String, Served> served = new ConcurrentHashMap<>();
    private final Map<String, Quiet> quiet = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "connections");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile @Nullable WatchedProtocol protocol;
    private volatile boolean few;
    private long looked = System.nanoTime();

    Connections(HttpProperties properties, Refusals refusals) {
        this.properties = properties;
        this.refusals = refusals;
    }

    /**
     * A connection of which no request is served.
     *
     * @param since of {@link System#nanoTime}: when its last request was answered, or it was seen first
     * @param asked whether there was a request
     */
    private record Quiet(long since, boolean asked) {}

    /**
     * A connection that may be closed.
     *
     * @param slow  that it is in the midst of a request, or has never asked
     * @param since of {@link System#nanoTime}
     */
    private record Closable(boolean slow, long since, Runnable close) {

        static final Comparator<Closable> SLOWEST_FIRST =
                Comparator.comparing(Closable::slow).reversed().thenComparing(Closable::since);
    }

    /** Looks after the connections of that one. */
    void watch(WatchedProtocol watched) {
        watched.setMaxConnections(properties.connections());
        protocol = watched;
        var unused =
                thread.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The head of a request is there. */
    Served begin(HttpServletRequest request) {
        Served begun = new Served(request.getServletConnection().getConnectionId(), properties.answerTimeout());
        served.put(begun.connectionId(), begun);
        return begun;
    }

    /** It has been answered. */
    void end(Served request) {
        quiet.put(request.connectionId(), new Quiet(System.nanoTime(), true));
        served.remove(request.connectionId(), request);
    }

    /** Whether connections are getting few. */
    boolean areFew() {
        return few;
    }

    /** Makes room for others. None that has just sent something. */
    void cutOffSlowestBody() {
        long now = System.nanoTime();
        served.values().stream()
                .filter(request -> request.isReading() && !request.isCutOff() && request.received() > HeldBytes.FREE)
                .filter(request -> request.silentFor(now) > GRACE)
                .max(Comparator.comparingLong(request -> request.silentFor(now)))
                .ifPresent(this::endBody);
    }

    /** What is read of the body from now on is its end; who reads it goes on. */
    private void endBody(Served request) {
        connection(request).ifPresent(connection -> endBody(request, connection));
    }

    private static void endBody(Served request, SocketWrapperBase<NioChannel> connection) {
        request.cutOff();
        shutDown(connection, false);
    }

    private void look() {
        try {
            WatchedProtocol watched = protocol;
            if (watched != null) {
                endWhatIsOverdue();
                look(watched);
            }
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("action", "connections").setCause(e).log("Connections can't be looked at");
        }
    }

    private void endWhatIsOverdue() {
        long now = System.nanoTime();
        for (Served request : served.values()) {
            if (!request.isOverdue(now)) {
                continue;
            }
            if (request.isReading()) {
                if (!request.isCutOff()) {
                    refusals.count(
                            KIND,
                            "slow-body",
                            "bodies did not come in within vsl.http.body-timeout: slow" + " networks, or an attack");
                    endBody(request);
                }
            } else {
                refusals.count(
                        KIND,
                        "slow-answer",
                        "answers were not read within vsl.http.answer-timeout: slow" + " networks, or an attack");
                connection(request).ifPresent(connection -> shutDown(connection, true));
                request.hasRead();
            }
        }
    }

    private void look(WatchedProtocol watched) {
        long now = System.nanoTime();
        boolean late = now - looked > GRACE / 2;
        looked = now;
        if (late) {
            // Who is kept waiting can't tell who is slow.
            return;
        }
        Map<String, SocketWrapperBase<NioChannel>> open = new HashMap<>();
        watched.connections().forEach(connection -> open.put(id(connection), connection));
        List<Closable> closable = new ArrayList<>();
        for (SocketWrapperBase<NioChannel> connection : open.values()) {
            whenNotServed(connection, () -> {
                Closable found = closable(connection, now);
                int limit = found.slow() ? watched.getConnectionTimeout() : watched.getKeepAliveTimeout();
                if (now - found.since() > Duration.ofMillis(limit).toNanos()) {
                    if (found.slow()) {
                        refusals.count(
                                KIND,
                                "slow-head",
                                "requests did not begin, or their heads did not come in,"
                                        + " within server.tomcat.connection-timeout: an attack, or probes that send nothing");
                    }
                    connection.close();
                } else {
                    closable.add(found);
                }
            });
        }
        quiet.entrySet()
                .removeIf(entry ->
                        !open.containsKey(entry.getKey()) && entry.getValue().since() - now < 0);
        served.values().stream()
                .filter(request -> request.isReading() && !request.isCutOff())
                .forEach(request -> {
                    SocketWrapperBase<NioChannel> connection = open.get(request.connectionId());
                    if (connection != null) {
                        closable.add(
                                new Closable(true, now - request.readingFor(now), () -> endBody(request, connection)));
                    }
                });
        makeRoom(watched.getMaxConnections(), open.size(), closable, now);
    }

    private Closable closable(SocketWrapperBase<NioChannel> connection, long now) {
        if (connection.getCurrentProcessor() instanceof Processor processor
                && processor.getRequest().getStartTimeNanos() != -1) {
            return closable(connection, true, processor.getRequest().getStartTimeNanos());
        }
        Quiet known = quiet.computeIfAbsent(id(connection), id -> new Quiet(now, false));
        return closable(connection, !known.asked(), known.since());
    }

    private static Closable closable(SocketWrapperBase<NioChannel> connection, boolean slow, long since) {
        return new Closable(slow, since, () -> whenNotServed(connection, connection::close));
    }

    private void makeRoom(int max, int open, List<Closable> closable, long now) {
        few = open >= max * 8L / 10;
        if (!few) {
            return;
        }
        closable.stream()
                .filter(connection -> now - connection.since() > GRACE)
                .sorted(Closable.SLOWEST_FIRST)
                .limit(open - max * 7L / 10)
                .forEach(connection -> {
                    refusals.count(
                            KIND,
                            "crowded",
                            "connections are getting few, and those that send slowly or nothing"
                                    + " are closed: an attack, or more clients than vsl.http.max-connections");
                    connection.close().run();
                });
    }

    /** Tomcat holds the lock as long as it works on the connection, and doesn't look out for bytes that it has seen come. */
    private static void whenNotServed(SocketWrapperBase<NioChannel> connection, Runnable task) {
        if (!connection.getLock().tryLock()) {
            return;
        }
        try {
            if (!connection.isClosed()
                    && connection instanceof NioSocketWrapper quiet
                    && quiet.interestOpsHas(SelectionKey.OP_READ)) {
                task.run();
            }
        } finally {
            connection.getLock().unlock();
        }
    }

    /** As requests have it. */
    private static String id(SocketWrapperBase<NioChannel> connection) {
        return connection.getServletConnection("http/1.1", "").getConnectionId();
    }

    private Optional<SocketWrapperBase<NioChannel>> connection(Served request) {
        WatchedProtocol watched = protocol;
        return watched == null
                ? Optional.empty()
                : watched.connections().stream()
                        .filter(connection -> id(connection).equals(request.connectionId()))
                        .findFirst();
    }

    /** Who waits for the socket is woken, and finds its end there; closing it would wake nobody. */
    private static void shutDown(SocketWrapperBase<NioChannel> connection, boolean answerToo) {
        SocketChannel channel = connection.getSocket().getIOChannel();
        if (channel == null) {
            return;
        }
        try {
            channel.shutdownInput();
            if (answerToo) {
                channel.shutdownOutput();
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
