package io.vsl.media;

import java.nio.charset.StandardCharsets;

/**
 * The lowest and highest samples of a sound, slice by slice, as BBC's audiowaveform has them in its JSON, version 2:
 * {@code {"version":2,"channels":1,"sample_rate":32000,"samples_per_pixel":256,"bits":8,"length":3750,"data":[-3,4,…]}},
 * two numbers a slice.
 */
final class Peaks {

    /** Of audiowaveform; longer ones in sounds that would have too many. */
    private static final int SLICE = 256;

    private static final int MOST_SLICES = 16_384;

    private final int sampleRate;
    private byte[] lowest = new byte[MOST_SLICES];
    private byte[] highest = new byte[MOST_SLICES];
    private int slice = SLICE;
    private int slices;
    private long samples;
    private int inSlice;
    private int low;
    private int high;

    Peaks(int sampleRate) {
        this.sampleRate = sampleRate;
    }

    /** The next sample, of 16 bits. */
    void add(short sample) {
        samples++;
        low = inSlice == 0 ? sample : Math.min(low, sample);
        high = inSlice == 0 ? sample : Math.max(high, sample);
        if (++inSlice == slice) {
            // With all slices full this one goes on: slices are twice as long from then on.
            if (slices == MOST_SLICES) {
                halve();
            } else {
                end();
            }
        }
    }

    /** After the last sample. */
    void finish() {
        if (inSlice > 0) {
            if (slices == MOST_SLICES) {
                halve();
            }
            end();
        }
    }

    private void end() {
        lowest[slices] = (byte) (low >> 8);
        highest[slices++] = (byte) (high >> 8);
        inSlice = 0;
    }

    /** Two slices become one. */
    private void halve() {
        slices /= 2;
        slice *= 2;
        for (int i = 0; i < slices; i++) {
            lowest[i] = (byte) Math.min(lowest[2 * i], lowest[2 * i + 1]);
            highest[i] = (byte) Math.max(highest[2 * i], highest[2 * i + 1]);
        }
    }

    long samples() {
        return samples;
    }

    int slices() {
        return slices;
    }

    /** The highest amplitude of slices from one to before another, 0 to 128. */
    int amplitude(int from, int to) {
        int amplitude = 0;
        for (int i = from; i < to; i++) {
            amplitude = Math.max(amplitude, Math.max(-lowest[i], highest[i]));
        }
        return amplitude;
    }

    byte[] json() {
        StringBuilder text = new StringBuilder(32 + 8 * slices);
        text.append("{\"version\":2,\"channels\":1,\"sample_rate\":").append(sampleRate);
        text.append(",\"samples_per_pixel\":").append(slice);
        text.append(",\"bits\":8,\"length\":").append(slices).append(",\"data\":[");
        for (int i = 0; i < slices; i++) {
            text.append(i == 0 ? "" : ",").append(lowest[i]).append(',').append(highest[i]);
        }
        return text.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
