package io.vsl.media;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sounds one after the other, to the sample: what an encoder puts before and behind each would be heard where they meet.
 * Samples are 16 bits, little-endian, of two channels.
 */
final class MixSounds implements Closeable {

    static final int RATE = 48_000;
    static final int CHANNELS = 2;

    private static final int FRAME = 2 * CHANNELS;

    private final OutputStream mixed;
    private final int overlap;
    private byte[] held = new byte[0];

    /** @param overlap samples for which one goes over into the next; 0: they only follow one another */
    MixSounds(OutputStream mixed, int overlap) {
        this.mixed = mixed;
        this.overlap = overlap * FRAME;
    }

    /** How many samples so long a time has. */
    static long samples(double seconds) {
        return Math.round(seconds * RATE);
    }

    /**
     * Adds a sound of exactly so many samples, more than the overlap: silence where it has fewer.
     *
     * @param sound may be cut or broken
     */
    void add(InputStream sound, long samples) throws IOException {
        long left = samples * FRAME;
        if (held.length > 0) {
            mixed.write(mix(held, next(sound, overlap)));
            left -= overlap;
        }
        byte[] buffer = new byte[64 << 10];
        while (left > overlap) {
            int wanted = (int) Math.min(buffer.length, left - overlap);
            byte[] some = next(sound, wanted);
            mixed.write(some);
            left -= wanted;
        }
        held = next(sound, (int) left);
    }

    void addSilence(long samples) throws IOException {
        add(InputStream.nullInputStream(), samples);
    }

    private static byte[] next(InputStream sound, int bytes) throws IOException {
        byte[] next = new byte[bytes];
        sound.readNBytes(next, 0, bytes);
        return next;
    }

    /** From the one to the other, evenly. */
    private static byte[] mix(byte[] from, byte[] to) {
        ByteBuffer first = ByteBuffer.wrap(from).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer second = ByteBuffer.wrap(to).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer both = ByteBuffer.allocate(from.length).order(ByteOrder.LITTLE_ENDIAN);
        int frames = from.length / FRAME;
        for (int i = 0; i < frames * CHANNELS; i++) {
            int frame = i / CHANNELS;
            double share = (frame + 0.5) / frames;
            both.putShort((short) Math.round(first.getShort() * (1 - share) + second.getShort() * share));
        }
        return both.array();
    }

    /** With what is held of the last. */
    @Override
    public void close() throws IOException {
        try (mixed) {
            mixed.write(held);
        }
    }
}
