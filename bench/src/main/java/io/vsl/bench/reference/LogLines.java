package io.vsl.bench.reference;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines that a thread of its own writes to standard output, those of some milliseconds together. */
final class LogLines {

    private static final int MOST = 10_000;

    private static final long GATHER_MS = 5;

    private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>(MOST);

    LogLines() {
        Thread writer = new Thread(this::writeAll, "log");
        writer.setDaemon(true);
        writer.start();
    }

    void write(byte[] line) {
        try {
            lines.put(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        List<byte[]> some = new ArrayList<>();
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        try {
            while (true) {
                some.add(lines.take());
                TimeUnit.MILLISECONDS.sleep(GATHER_MS);
                lines.drainTo(some);
                for (byte[] line : some) {
                    together.writeBytes(line);
                    together.write('\n');
                }
                System.out.writeBytes(together.toByteArray());
                together.reset();
                some.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
