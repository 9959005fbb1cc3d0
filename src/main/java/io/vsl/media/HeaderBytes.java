package io.vsl.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and words at any place of a file. It keeps one window of the file in memory and moves it a limited number of
 * times, so that no file, whatever its headers claim, costs more than that. Numbers are unsigned and, unless the name
 * says otherwise, big-endian.
 *
 * <p>What lies outside the file, and what is asked for after the last move, is an {@link EOFException}: the file does
 * not say. Any other {@link IOException} is a fault of the disk.
 */
final class HeaderBytes implements Closeable {

    private static final int WINDOW = 8 * 1024;
    private static final int MAX_MOVES = 1024;

    private final @Nullable FileChannel channel;
    private final long size;
    private final ByteBuffer window;
    private long windowStart;
    private int moves;

    HeaderBytes(Path file) throws IOException {
        channel = FileChannel.open(file);
        size = channel.size();
        window = ByteBuffer.allocate(WINDOW).limit(0);
    }

    /** A file that is in memory, or its beginning: of what comes behind it the file does not say. */
    HeaderBytes(byte[] beginning) {
        channel = null;
        size = beginning.length;
        window = ByteBuffer.wrap(beginning);
    }

    long size() {
        return size;
    }

    int u8(long at) throws IOException {
        if (at < 0 || at >= size) {
            throw new EOFException();
        }
        if (at < windowStart || at >= windowStart + window.limit()) {
            moveTo(at);
        }
        return window.get((int) (at - windowStart)) & 0xff;
    }

    int u16(long at) throws IOException {
        return u8(at) << 8 | u8(at + 1);
    }

    long u32(long at) throws IOException {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    /** Of 64 bits, so that what is above 2^63 comes out negative. */
    long u64(long at) throws IOException {
        return u32(at) << 32 | u32(at + 4);
    }

    int u16LittleEndian(long at) throws IOException {
        return u8(at) | u8(at + 1) << 8;
    }

    int u24LittleEndian(long at) throws IOException {
        return u16LittleEndian(at) | u8(at + 2) << 16;
    }

    long u32LittleEndian(long at) throws IOException {
        return u16LittleEndian(at) | (long) u16LittleEndian(at + 2) << 16;
    }

    /** The caller sees to it that the length has a bound. */
    byte[] bytes(long at, int length) throws IOException {
        if (length < 0 || at + length > size) {
            throw new EOFException();
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) u8(at + i);
        }
        return bytes;
    }

    /** As many characters as bytes: ISO 8859-1. */
    String text(long at, int length) throws IOException {
        return new String(bytes(at, length), ISO_8859_1);
    }

    /** Whether these characters stand there; false where the file ends before. */
    boolean has(long at, String text) throws IOException {
        return at + text.length() <= size && text(at, text.length()).equals(text);
    }

    private void moveTo(long at) throws IOException {
        if (channel == null || ++moves > MAX_MOVES) {
            throw new EOFException();
        }
        windowStart = at;
        window.clear();
        while (window.hasRemaining() && channel.read(window, at + window.position()) > 0) {
            // A read may return less than the window has room for.
        }
        window.flip();
        if (!window.hasRemaining()) {
            throw new EOFException();
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
