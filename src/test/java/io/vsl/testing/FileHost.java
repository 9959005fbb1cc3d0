package io.vsl.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A host of one file, {@code /film.mp4}, of any size, which it makes as it sends it: an MP4 without an index. What it does
 * wrong is set before it is asked.
 */
public final class FileHost implements AutoCloseable {

    private static final int BLOCK = 1 << 20;
    private static final byte[] HEAD = HexFormat.of().parseHex("00000014667479706d7034320000000069736f6d");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final long size;
    private final byte[] block = new byte[BLOCK];
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final Queue<Long> cuts = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long stuckAt = Long.MAX_VALUE;
    private volatile boolean hasRanges = true;
    private volatile boolean hasLength = true;
    private volatile @Nullable String tag = "\"one\"";
    private volatile int status = 200;

    public FileHost(long size) throws IOException {
        this.size = size;
        for (int i = 0; i < BLOCK; i++) {
            block[i] = (byte) (i * 31 + (i >> 8));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/film.mp4", this::send);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().getQuery());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    /** {@code 127.0.0.1:port}. */
    public String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public String url() {
        return "http://" + authority() + "/film.mp4";
    }

    /** Each next answer ends after this many bytes of the file have come in all, and the connection with it. */
    public FileHost cutAt(long... places) {
        for (long place : places) {
            cuts.add(place);
        }
        return this;
    }

    /** Each answer stands still after this many bytes, until the host is closed. */
    public FileHost stuckAt(long place) {
        stuckAt = place;
        return this;
    }

    public FileHost withoutRanges() {
        hasRanges = false;
        return this;
    }

    public FileHost withoutLength() {
        hasLength = false;
        return this;
    }

    public FileHost tagged(@Nullable String etag) {
        tag = etag;
        return this;
    }

    /** Answers this from now on, if it isn't 200. */
    public FileHost answer(int code) {
        status = code;
        return this;
    }

    /** Another file is there from now on. */
    public void change() {
        block[1]++;
        tag = "\"two\"";
    }

    /** {@code Range} of each request so far, or {@code none}. */
    public List<String> ranges() {
        return List.copyOf(ranges);
    }

    /** Of the whole file, 64 hexadecimal digits. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (long at = 0; at < size; ) {
                byte[] some = from(at, Math.min(size - at, BLOCK));
                digest.update(some);
                at += some.length;
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Up to the end of a block. */
    private byte[] from(long at, long most) {
        int begin = (int) (at % BLOCK);
        byte[] some = new byte[(int) Math.min(most, BLOCK - begin)];
        System.arraycopy(block, begin, some, 0, some.length);
        for (long i = at; i < Math.min(HEAD.length, at + some.length); i++) {
            some[(int) (i - at)] = HEAD[(int) i];
        }
        return some;
    }

    private void send(HttpExchange exchange) throws IOException {
        String range = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), "none");
        ranges.add(range);
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        String etag = tag;
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "video/mp4");
        if (etag != null) {
            headers.set("ETag", etag);
        }
        String onlyIf = exchange.getRequestHeaders().getFirst("If-Range");
        boolean isPart = hasRanges && !range.equals("none") && (onlyIf == null || onlyIf.equals(etag));
        long from = isPart ? Long.parseLong(range.substring("bytes=".length(), range.length() - 1)) : 0;
        if (isPart) {
            headers.set("Content-Range", "bytes %d-%d/%d".formatted(from, size - 1, size));
        }
        Long cut = cuts.poll();
        long end = cut == null ? size : Math.max(from, cut);
        exchange.sendResponseHeaders(isPart ? 206 : 200, hasLength ? (size == from ? -1 : size - from) : 0);
        OutputStream body = exchange.getResponseBody();
        for (long at = from; at < end; ) {
            byte[] some = from(at, end - at);
            body.write(some);
            at += some.length;
            if (at >= stuckAt) {
                body.flush();
                awaitClosed();
            }
        }
        if (end == size) {
            exchange.close();
        } else {
            body.flush();
            throw new IOException("cut");
        }
    }

    private void awaitClosed() throws InterruptedIOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
