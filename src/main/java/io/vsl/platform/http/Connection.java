package io.vsl.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a caller, in front of what reads HTTP from its bytes. It passes on what is wanted now: a head, or the body
 * that somebody reads. The rest stays in the socket, so that who sends without end fills no memory here. What a connection
 * is at changes on its own loop; others may look.
 */
final class Connection extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<Connection> KEY = AttributeKey.valueOf("io.vsl.connection");

    /** So many small requests as fit into this may be read before the first of them is answered. */
    private static final int SLICE = 1024;

    /** A body that is coming in may take a second more for each so many bytes. */
    private static final long LEAST_RATE = 64 * 1024;

    private final HttpConnection http;
    private final Channel channel;
    private final HttpProperties properties;
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();
    private volatile Phase phase;
    private volatile long received;
    private volatile long lastByte;
    private @Nullable ChannelHandlerContext context;
    private @Nullable RequestBody body;
    private @Nullable Runnable next;
    private @Nullable EventStream stream;
    private boolean passing;
    private boolean held;

    private Connection(HttpConnection http, Channel channel, HttpProperties properties) {
        this.http = http;
        this.channel = channel;
        this.properties = properties;
        this.phase = phase(State.HEAD, true, properties.headTimeout());
    }

    /** What a connection is at. */
    enum State {
        /** The head of a request, or the wait for one. */
        HEAD,
        /** A body that somebody reads. */
        BODY,
        /** The work on a request, until its answer is written. */
        ANSWER,
        /** An answer that goes on for as long as both sides want. */
        STREAM,
        /** What is left of a body that nobody wants. */
        REST
    }

    /**
     * Since when, and how long it may take.
     *
     * @param isSlow whether it is the caller who is waited for, in the midst of a request or before the first
     * @param since  of {@link System#nanoTime}
     * @param within in nanoseconds
     */
    record Phase(State state, boolean isSlow, long since, long within) {}

    /** Begins to look after it. */
    static Connection open(HttpConnection http, HttpProperties properties) {
        Channel channel = ((ConnectionBase) http).channel();
        Connection connection = new Connection(http, channel, properties);
        channel.attr(KEY).set(connection);
        channel.pipeline().addFirst(connection);
        return connection;
    }

    static Connection of(HttpConnection http) {
        return ((ConnectionBase) http).channel().attr(KEY).get();
    }

    /** Runs it on the connection's loop: at once if this is the one. */
    void run(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }

    ScheduledFuture<?> later(Runnable task, Duration delay) {
        return channel.eventLoop().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    Phase phase() {
        return phase;
    }

    boolean isOverdue(Phase at, long now) {
        long more = at.state() == State.BODY ? Duration.ofSeconds(1).toNanos() * received / LEAST_RATE : 0;
        return now - at.since() > at.within() + more;
    }

    /** In bytes, of the body that is being read. */
    long received() {
        return received;
    }

    /** How long no byte has come, in nanoseconds. */
    long silentFor(long now) {
        return now - lastByte;
    }

    /** A request is there; it is served once the answer of the one before has been written. */
    void begin(RequestBody itsBody, Runnable serve) {
        if (isAnswering()) {
            next = () -> begin(itsBody, serve);
            return;
        }
        body = itsBody;
        phase = phase(State.ANSWER, false, properties.answerTimeout());
        serve.run();
    }

    /** Its body is wanted. */
    void reads() {
        received = 0;
        lastByte = System.nanoTime();
        become(phase(State.BODY, true, properties.bodyTimeout()));
    }

    /** On its loop, as all that writes. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void received(int bytes) {
        received = received + bytes;
    }

    /** Its body is there, or given up. */
    void hasRead() {
        held = false;
        phase = phase(State.ANSWER, false, properties.answerTimeout());
    }

    /** Nothing more of the body is passed on for now. */
    void hold() {
        held = true;
    }

    void goOn() {
        held = false;
        passLater();
    }

    /** Its answer goes on until somebody ends it. */
    void streams(EventStream begun) {
        stream = begun;
        phase = new Phase(State.STREAM, false, System.nanoTime(), Long.MAX_VALUE);
    }

    void endsStream() {
        stream = null;
        phase = phase(State.ANSWER, false, properties.answerTimeout());
    }

    /** If it is one. */
    void closeStream() {
        run(() -> {
            EventStream open = stream;
            if (open != null) {
                open.close();
            }
        });
    }

    /** Its answer is written, and what is left of its body is passed over for so long. */
    void passesOver(Duration linger) {
        become(phase(State.REST, true, linger));
    }

    /** The connection is free for another request. */
    void free() {
        body = null;
        phase = phase(State.HEAD, false, properties.keepAlive());
        Runnable first = next;
        next = null;
        if (first != null) {
            first.run();
        }
        passLater();
    }

    /** If it still is at that: who sends a body is told why, whoever else is cut off. */
    void giveUp(Phase at) {
        run(() -> {
            RequestBody reading = body;
            if (!phase.equals(at)) {
                return;
            }
            if (at.state() == State.BODY && reading != null) {
                reading.cutOff();
            } else {
                close();
            }
        });
    }

    void close() {
        var unused = http.close();
    }

    /** Past what reads HTTP, which knows no version for what is no request. */
    void end(Answer answer) {
        channel.pipeline()
                .firstContext()
                .writeAndFlush(Unpooled.wrappedBuffer(answer.last()))
                .addListener(written -> close());
    }

    private static Phase phase(State state, boolean isSlow, Duration within) {
        return new Phase(state, isSlow, System.nanoTime(), within.toNanos());
    }

    private void become(Phase other) {
        phase = other;
        passLater();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            from.fireChannelRead(message);
            return;
        }
        lastByte = System.nanoTime();
        Phase at = phase;
        if (at.state() == State.HEAD && !at.isSlow()) {
            phase = phase(State.HEAD, true, properties.headTimeout());
        }
        waiting.add(bytes);
        pass(from);
    }

    private void passLater() {
        ChannelHandlerContext to = context;
        if (to == null || passing || waiting.isEmpty() && channel.config().isAutoRead()) {
            return;
        }
        pass(to);
        to.fireChannelReadComplete();
    }

    private void pass(ChannelHandlerContext to) {
        if (passing) {
            return;
        }
        passing = true;
        try {
            while (!waiting.isEmpty() && isWanted()) {
                ByteBuf first = waiting.element();
                int wanted = wanted();
                if (first.readableBytes() <= wanted) {
                    waiting.remove();
                    to.fireChannelRead(first);
                } else {
                    to.fireChannelRead(first.readRetainedSlice(wanted));
                }
            }
        } finally {
            passing = false;
        }
        channel.config().setAutoRead(waiting.isEmpty());
    }

    private boolean isWanted() {
        return !isAnswering() && !held;
    }

    private boolean isAnswering() {
        return phase.state() == State.ANSWER || phase.state() == State.STREAM;
    }

    /** Bytes: of a body whose length is known all of it, so that nothing of the next request comes with it. */
    private int wanted() {
        RequestBody reading = body;
        return reading == null ? SLICE : (int) Math.max(SLICE, Math.min(Integer.MAX_VALUE, reading.missing()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        from.fireChannelInactive();
    }
}
