package io.vsl.platform.copy;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way from the web, of which the first part is here. It holds memory of the budget of all copies until it is
 * closed.
 */
public final class Arriving implements AutoCloseable {

    private final WebFile file;
    private final CopyMemory memory;
    private byte[] first;
    private int held;

    private Arriving(WebFile file, CopyMemory memory, byte[] first) {
        this.file = file;
        this.memory = memory;
        this.first = first;
        this.held = first.length;
    }

    static Arriving begin(WebFile file, CopyMemory memory) throws IOException {
        boolean isShort = file.length() >= 0 && file.length() < CopyMemory.PART;
        int room = isShort ? (int) file.length() : CopyMemory.PART;
        memory.take(room);
        Arriving arriving = new Arriving(file, memory, new byte[0]);
        arriving.held = room;
        try {
            byte[] part = new byte[room];
            int filled = file.fill(part);
            arriving.first = filled == room ? part : Arrays.copyOf(part, filled);
            memory.giveBack(room, filled);
            arriving.held = filled;
            return arriving;
        } catch (IOException | RuntimeException | Error e) {
            arriving.close();
            throw e;
        }
    }

    /** The whole file, or its first 8 MiB. */
    public byte[] first() {
        return first;
    }

    /** Whether the first part is all of it. */
    public boolean isWhole() {
        return file.isAtEnd() && file.size() == first.length;
    }

    /** Of what has come so far, in bytes. */
    public long size() {
        return file.size();
    }

    /** Of what has come so far, 64 hexadecimal digits. */
    public String sha256() {
        return file.sha256();
    }

    /** As its host said; null when it didn't. */
    public @Nullable String contentType() {
        return file.contentType();
    }

    /** The file's name in its URL, which may be empty. */
    public String name() {
        return file.name();
    }

    /** The first part, of which the memory is given back by whoever takes it. */
    Piece takeFirst() {
        Piece piece = new Piece(first, first.length, held);
        first = new byte[0];
        held = 0;
        return piece;
    }

    /**
     * A part in memory.
     *
     * @param length of the file's bytes in it
     * @param held   of the budget
     */
    record Piece(byte[] bytes, int length, int held) {}

    /**
     * The next part, for which memory is waited for.
     *
     * @return null at the end
     * @throws FileRefused when the file can't be had, now or later
     * @throws FileAway    when it may be had later
     */
    @Nullable
    Piece next() throws IOException {
        if (file.isAtEnd()) {
            return null;
        }
        memory.take(CopyMemory.PART);
        int filled = 0;
        try {
            byte[] part = new byte[CopyMemory.PART];
            filled = file.fill(part);
            return filled == 0 ? null : new Piece(part, filled, CopyMemory.PART);
        } finally {
            if (filled == 0) {
                memory.giveBack(CopyMemory.PART, 0);
            }
        }
    }

    void giveBack(Piece piece) {
        memory.giveBack(piece.held(), 0);
    }

    @Override
    public void close() {
        memory.giveBack(held, 0);
        held = 0;
        file.close();
    }
}
