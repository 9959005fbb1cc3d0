package io.vsl.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The body of an answer. What is the same for everybody is one of these, made once: then it is packed once, too. */
public final class AnswerBody {

    private final byte[] bytes;
    private volatile byte @Nullable [] packed;

    /** @param bytes as they are; they must not change */
    public AnswerBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /** As they are. */
    public byte[] bytes() {
        return bytes;
    }

    /** With gzip. */
    byte[] packed() {
        byte[] known = packed;
        if (known == null) {
            known = pack(bytes);
            packed = known;
        }
        return known;
    }

    private static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
