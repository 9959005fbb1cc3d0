package io.vsl.platform.log;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Log lines on their way to standard output. A thread of its own writes what has gathered, many lines at a time: who logs,
 * an event loop among them, is not to wait for a terminal or a pipe. When too much waits, who logs waits too: no line is
 * lost. When the JVM ends, lines that come later are written at once.
 */
final class LogLines extends OutputStream {

    private static final int MOST_BYTES = 1 << 20;

    /** To wake the thread is the dearest part of a line: it is woken once for all that come in this time. */
    private static final long GATHER_MS = 5;

    private final Lock lock = new ReentrantLock();
    private final Condition isThereSome = lock.newCondition();
    private final Condition isThereRoom = lock.newCondition();
    private final Thread writer = new Thread(this::writeAll, "log");
    private ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private boolean closed;
    private boolean ended;

    /** Begins to write, until the JVM ends. */
    static LogLines begin() {
        LogLines lines = new LogLines();
        lines.writer.setDaemon(true);
        lines.writer.start();
        Runtime.getRuntime().addShutdownHook(new Thread(lines::end, "log-end"));
        return lines;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        lock.lock();
        try {
            while (gathered.size() >= MOST_BYTES && !ended) {
                isThereRoom.awaitUninterruptibly();
            }
            if (ended) {
                System.out.write(bytes, from, count);
                System.out.flush();
                return;
            }
            if (gathered.size() == 0) {
                isThereSome.signal();
            }
            gathered.write(bytes, from, count);
        } finally {
            lock.unlock();
        }
    }

    private void writeAll() {
        ByteArrayOutputStream spare = new ByteArrayOutputStream();
        while (gather()) {
            ByteArrayOutputStream full = swap(spare);
            write(full);
            spare = full;
        }
        lock.lock();
        try {
            write(gathered);
            ended = true;
            isThereRoom.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Until there are some; false when there is an end to it. */
    private boolean gather() {
        lock.lock();
        try {
            while (gathered.size() == 0 && !closed) {
                isThereSome.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        try {
            TimeUnit.MILLISECONDS.sleep(GATHER_MS);
        } catch (InterruptedException e) {
            // It was closed: what is there is written at once.
        }
        return true;
    }

    private ByteArrayOutputStream swap(ByteArrayOutputStream empty) {
        lock.lock();
        try {
            ByteArrayOutputStream full = gathered;
            gathered = empty;
            isThereRoom.signalAll();
            return full;
        } finally {
            lock.unlock();
        }
    }

    private static void write(ByteArrayOutputStream lines) {
        byte[] bytes = lines.toByteArray();
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
        lines.reset();
    }

    /** Returns when all has been written. */
    private void end() {
        lock.lock();
        try {
            closed = true;
            isThereSome.signal();
        } finally {
            lock.unlock();
        }
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
