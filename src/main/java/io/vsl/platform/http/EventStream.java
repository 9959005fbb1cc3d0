package io.vsl.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;

/** An open answer of server-sent events. All of it happens on the loop of its connection. */
final class EventStream implements EventSink {

    /** Between comments, which show both sides that the connection stands. */
    private static final Duration BEAT = Duration.ofSeconds(15);

    /** In bytes, of what was handed to the system and is not written yet, before more is. */
    private static final int ENOUGH = 64 * 1024;

    /** In bytes, of what happened meanwhile and waits for the reader. */
    private static final int MOST_WAITING = 256 * 1024;

    /** How long a reader may take nothing while something waits for it. */
    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    /** Then its reader must come again, and show that it still may: keys are revoked and tokens expire. */
    private static final Duration AGE = Duration.ofHours(1);

    /** How long readers are to wait before they come again, in milliseconds. */
    private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final HttpServerResponse response;
    private final Connection connection;
    private final EventSource source;
    private final Streams streams;
    private final Runnable over;
    private final long until;
    private final Iterator<byte[]> past;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private int underWay;
    private long progress = System.nanoTime();
    private boolean closing;
    private boolean ended;

    /** @param over is run at its end */
    EventStream(
            HttpServerResponse response, Connection connection, EventSource source, Streams streams, Runnable over) {
        this.response = response;
        this.connection = connection;
        this.source = source;
        this.past = source.past();
        this.streams = streams;
        this.over = over;
        // Those that began together don't all come again together.
        long age = AGE.toNanos();
        this.until = System.nanoTime() + ThreadLocalRandom.current().nextLong(age * 3 / 4, age);
    }

    /** The head of the answer stands. */
    void begin() {
        response.closeHandler(closed -> end());
        write(RETRY);
        source.begin(this);
        writeOn();
        beatLater();
    }

    @Override
    public void send(byte[] event) {
        connection.run(() -> add(event));
    }

    @Override
    public void close() {
        connection.run(() -> {
            closing = true;
            writeOn();
        });
    }

    private void add(byte[] event) {
        if (ended || closing) {
            return;
        }
        waiting.add(event);
        waitingBytes += event.length;
        writeOn();
        if (waitingBytes > MOST_WAITING) {
            cutOff();
        }
    }

    /** As much as the reader takes. */
    private void writeOn() {
        while (!ended && underWay < ENOUGH) {
            if (past.hasNext()) {
                write(past.next());
            } else if (!waiting.isEmpty()) {
                byte[] next = waiting.remove();
                waitingBytes -= next.length;
                write(next);
            } else {
                if (closing) {
                    finish();
                }
                return;
            }
        }
    }

    private void write(byte[] bytes) {
        if (underWay == 0) {
            progress = System.nanoTime();
        }
        underWay += bytes.length;
        response.write(Buffer.buffer(bytes))
                .onComplete(written -> connection.run(() -> {
                    underWay -= bytes.length;
                    progress = System.nanoTime();
                    writeOn();
                }));
    }

    private void beatLater() {
        var unused = connection.later(this::beat, BEAT);
    }

    private void beat() {
        if (ended) {
            return;
        }
        long now = System.nanoTime();
        if (underWay > 0 && now - progress > PATIENCE) {
            cutOff();
            return;
        }
        if (now - until > 0) {
            closing = true;
        } else if (underWay == 0) {
            write(COMMENT);
        }
        writeOn();
        beatLater();
    }

    private void cutOff() {
        streams.cutOff();
        end();
        connection.close();
    }

    private void finish() {
        end();
        response.end().onComplete(written -> connection.run(over));
    }

    private void end() {
        if (!ended) {
            ended = true;
            connection.endsStream();
            streams.end(source.owner());
            source.end();
        }
    }
}
