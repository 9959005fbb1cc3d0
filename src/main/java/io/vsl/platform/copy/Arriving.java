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
    private byte[] first = new byte[0];

    /** Of the budget, for the first part. */
    private int held;

    private Arriving(WebFile file, CopyMemory memory) {
        this.file = file;
        this.memory = memory;
    }

    static Arriving begin(WebFile file, CopyMemory memory) throws IOException {
        Arriving arriving = new Arriving(file, memory);
        try {
            arriving.begin();
            return arriving;
        } catch (IOException | RuntimeException | Error e) {
            arriving.close();
            throw e;
        }
    }

    private void begin() throws IOException {
        boolean isSmall = file.length() >= 0 && file.length() < CopyMemory.PART;
        if (isSmall) {
            memory.take((int) file.length());
            held = (int) file.length();
            first = new byte[held];
        } else {
            first = memory.takePart();
            held = CopyMemory.PART;
        }
        int filled = file.fill(first);
        if (filled < first.length) {
            shrink(filled);
        }
    }

    /** Of a file whose length was not told, and that turns out to be small. */
    private void shrink(int length) throws IOException {
        byte[] part = first;
        first = Arrays.copyOf(part, length);
        held = 0;
        memory.giveBackPart(part);
        memory.take(length);
        held = length;
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

    /** @param length of the file's bytes in it */
    record Piece(byte[] bytes, int length) {}

    /** The first part, which is given back by whoever takes it. */
    Piece takeFirst() {
        Piece piece = new Piece(first, first.length);
        first = new byte[0];
        held = 0;
        return piece;
    }

    /**
     * The next part, for which memory is waited for; it is given back by whoever takes it.
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
        byte[] part = memory.takePart();
        int filled = 0;
        try {
            filled = file.fill(part);
            return filled == 0 ? null : new Piece(part, filled);
        } finally {
            if (filled == 0) {
                memory.giveBackPart(part);
            }
        }
    }

    void giveBack(Piece piece) {
        if (piece.bytes().length == CopyMemory.PART) {
            memory.giveBackPart(piece.bytes());
        } else {
            memory.giveBack(piece.bytes().length);
        }
    }

    @Override
    public void close() {
        memory.giveBack(held);
        held = 0;
        first = new byte[0];
        file.close();
    }
}
