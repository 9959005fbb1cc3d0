package io.vsl.guarantee;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many connections that each send the same bytes, and then the next few again and again, or nothing. Who is cut off comes
 * back. What is answered is read and passed over, unless they read nothing.
 */
final class Attackers implements AutoCloseable {

    /** Who is cut off comes back, so many a second. */
    private static final int BACK_A_SECOND = 50;

    /** Of those that read nothing, so that what they are sent doesn't fit there. */
    private static final int LITTLE = 4096;

    private static final int NEW_AT_ONCE = 50;

    private final InetSocketAddress target;
    private final int connections;
    private final byte[] first;
    private final byte[] then;
    private final Duration every;
    private final int interest;
    private final Selector selector;
    private final Thread thread = new Thread(this::attack, "attackers");
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean ended;

    private Attackers(String url, int connections, byte[] first, byte[] then, Duration every, int interest)
            throws IOException {
        URI uri = URI.create(url);
        this.target = new InetSocketAddress(uri.getHost(), uri.getPort());
        this.connections = connections;
        this.first = first;
        this.then = then;
        this.every = every;
        this.interest = interest;
        this.selector = Selector.open();
        thread.setDaemon(true);
        thread.start();
    }

    /** Those that send so much and then are silent. */
    static Attackers silentAfter(byte[] first, int connections, String url) throws IOException {
        return new Attackers(url, connections, first, new byte[0], Duration.ofDays(1), SelectionKey.OP_READ);
    }

    /** Those that send that and read no answer. */
    static Attackers thatReadNothing(byte[] first, int connections, String url) throws IOException {
        return new Attackers(url, connections, first, new byte[0], Duration.ofDays(1), 0);
    }

    /** Those that go on so slowly. */
    static Attackers slow(byte[] first, byte[] then, Duration every, int connections, String url) throws IOException {
        return new Attackers(url, connections, first, then, every, SelectionKey.OP_READ);
    }

    /** One of the connections: what it has yet to send, and when it sends more. */
    private static final class Attacker {

        private ByteBuffer left;
        private long next;

        private Attacker(ByteBuffer left, long next) {
            this.left = left;
            this.next = next;
        }
    }

    /** Connections so far; more than there are at once when some were cut off. */
    long opened() {
        return opened.get();
    }

    /** In bytes. */
    long sent() {
        return sent.get();
    }

    private void attack() {
        long begun = System.nanoTime();
        try {
            while (!ended) {
                long allowed = connections
                        + Duration.ofNanos(System.nanoTime() - begun).toSeconds() * BACK_A_SECOND;
                for (int i = 0;
                        i < NEW_AT_ONCE
                                && opened.get() < allowed
                                && selector.keys().size() < connections;
                        i++) {
                    connect();
                }
                selector.select(20);
                selector.selectedKeys().forEach(this::goOn);
                selector.selectedKeys().clear();
                long now = System.nanoTime();
                selector.keys().stream().filter(SelectionKey::isValid).forEach(key -> drip(key, now));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            selector.keys().forEach(Attackers::close);
        }
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (interest == 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, LITTLE);
        }
        channel.connect(target);
        channel.register(
                selector,
                SelectionKey.OP_CONNECT,
                new Attacker(ByteBuffer.wrap(first), System.nanoTime() + every.toNanos()));
        opened.incrementAndGet();
    }

    private void goOn(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        Attacker attacker = (Attacker) key.attachment();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(interest | SelectionKey.OP_WRITE);
            }
            if (key.isReadable() && channel.read(ByteBuffer.allocate(8192)) < 0) {
                close(key);
                return;
            }
            if (key.isWritable()) {
                sent.addAndGet(channel.write(attacker.left));
                if (!attacker.left.hasRemaining()) {
                    key.interestOps(interest);
                }
            }
        } catch (IOException e) {
            close(key);
        }
    }

    private void drip(SelectionKey key, long now) {
        Attacker attacker = (Attacker) key.attachment();
        if (now - attacker.next > 0 && !attacker.left.hasRemaining()) {
            attacker.left = ByteBuffer.wrap(then);
            attacker.next = now + every.toNanos();
            key.interestOps(interest | SelectionKey.OP_WRITE);
        }
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
