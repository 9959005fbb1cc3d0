package io.vsl.platform.http;

import io.vertx.core.http.HttpConnection;
import io.vsl.platform.http.Connection.Phase;
import io.vsl.platform.http.Connection.State;
import io.vsl.platform.loop.EventLoops;
import io.vsl.platform.metrics.Refusals;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/**
 * Cuts off connections that take too long: for the head of a request, its body, its answer, or the next request. When
 * connections are getting few, the slowest go first, so that there is always one for who sends a request at once.
 */
@Component
class Connections {

    /** How often to look at those that are open. */
    private static final Duration EVERY = Duration.ofMillis(100);

    /** So much is no sign of slowness: a busy machine comes late to what is there already. */
    private static final long GRACE = Duration.ofSeconds(2).toNanos();

    private static final String KIND = "connection";

    private final HttpProperties properties;
    private final Refusals refusals;
    private final EventLoops loops;
    private final int most;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean few;
    private final AtomicBoolean isLookDue = new AtomicBoolean();
    private volatile long looked = System.nanoTime();

    Connections(HttpProperties properties, Refusals refusals, EventLoops loops) {
        this.loops = loops;
        this.properties = properties;
        this.refusals = refusals;
        this.most = properties.connections();
    }

    /** A connection as it was when it was looked at. */
    private record Seen(Connection connection, Phase at) {

        void giveUp() {
            connection.giveUp(at);
        }

        static final Comparator<Seen> SLOWEST_FIRST = Comparator.<Seen, Boolean>comparing(
                        seen -> seen.at().isSlow())
                .reversed()
                .thenComparing(seen -> seen.at().since());
    }

    /** A new one. When there are too many already it is closed at once, if none can be closed in its place. */
    void open(HttpConnection http) {
        if (open.size() >= most) {
            makeRoom(System.nanoTime());
            if (open.size() >= most + most / 10) {
                crowded();
                var unused = http.close();
                return;
            }
        }
        Connection connection = Connection.open(http, properties);
        open.add(connection);
        http.closeHandler(closed -> open.remove(connection));
        lookSoon();
    }

    /** Again and again while any is open. */
    private void lookSoon() {
        if (!open.isEmpty() && isLookDue.compareAndSet(false, true)) {
            loops.vertx().setTimer(EVERY.toMillis(), due -> {
                isLookDue.set(false);
                look();
                lookSoon();
            });
        }
    }

    /** Whether connections are getting few. */
    boolean areFew() {
        return few;
    }

    /** Whether no request is being worked on. */
    boolean areQuiet() {
        return open.stream().allMatch(connection -> connection.phase().state() == State.HEAD);
    }

    /** Readers come again, to others. */
    void closeStreams() {
        open.forEach(Connection::closeStream);
    }

    /** Makes room for others in memory. None that has just sent something. */
    void cutOffSlowestBody() {
        long now = System.nanoTime();
        open.stream()
                .map(Connections::seen)
                .filter(seen ->
                        seen.at().state() == State.BODY && seen.connection().received() > HeldBytes.FREE)
                .filter(seen -> seen.connection().silentFor(now) > GRACE)
                .max(Comparator.comparingLong(seen -> seen.connection().silentFor(now)))
                .ifPresent(Seen::giveUp);
    }

    /** Ends what is overdue, and makes room. */
    private void look() {
        long now = System.nanoTime();
        boolean late = now - looked > GRACE / 2;
        looked = now;
        if (late && !open.isEmpty()) {
            // Who is kept waiting can't tell who is slow.
            return;
        }
        open.stream()
                .map(Connections::seen)
                .filter(seen -> seen.connection().isOverdue(seen.at(), now))
                .forEach(this::end);
        makeRoom(now);
    }

    private void end(Seen seen) {
        switch (seen.at().state()) {
            case HEAD -> {
                if (seen.at().isSlow()) {
                    refusals.count(
                            KIND,
                            "slow-head",
                            "requests did not begin, or their heads did not come in, within vsl.http.head-timeout:"
                                    + " an attack, or probes that send nothing");
                }
            }
            case BODY ->
                refusals.count(
                        KIND,
                        "slow-body",
                        "bodies did not come in within vsl.http.body-timeout: slow networks, or an attack");
            case ANSWER ->
                refusals.count(
                        KIND,
                        "slow-answer",
                        "answers were not made or not read within vsl.http.answer-timeout: slow networks, or an attack");
            case REST, STREAM -> {
                // It has been answered, or looks after itself.
            }
        }
        seen.giveUp();
    }

    private void makeRoom(long now) {
        int count = open.size();
        few = count >= most * 8L / 10;
        if (!few) {
            return;
        }
        open.stream()
                .map(Connections::seen)
                .filter(seen -> seen.at().state() != State.ANSWER && seen.at().state() != State.STREAM)
                .filter(seen -> now - seen.at().since() > GRACE)
                .sorted(Seen.SLOWEST_FIRST)
                .limit(count - most * 7L / 10)
                .forEach(seen -> {
                    crowded();
                    seen.giveUp();
                });
    }

    private void crowded() {
        refusals.count(
                KIND,
                "crowded",
                "connections are getting few, and those that send slowly or nothing are closed: an attack, or more"
                        + " clients than vsl.http.max-connections");
    }

    private static Seen seen(Connection connection) {
        return new Seen(connection, connection.phase());
    }
}
