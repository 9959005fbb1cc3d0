package io.vsl.devstack.simulator;

import de.sciss.jump3r.lowlevel.LameEncoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Makes chords of the length asked for, at MusicGen's 32 kHz in stereo. */
final class Audio {

    private static final AudioFormat FORMAT = new AudioFormat(32_000, 16, 2, true, false);
    private static final int MP3_KILOBITS = 128;

    private Audio() {}

    static byte[] encode(MediaSpec spec) throws IOException {
        byte[] samples = samples(spec);
        return spec.format().equals("wav") ? wav(samples) : mp3(samples);
    }

    private static byte[] wav(byte[] samples) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AudioInputStream stream =
                new AudioInputStream(new ByteArrayInputStream(samples), FORMAT, samples.length / FORMAT.getFrameSize());
        AudioSystem.write(stream, AudioFileFormat.Type.WAVE, out);
        return out.toByteArray();
    }

    private static byte[] mp3(byte[] samples) {
        LameEncoder encoder = new LameEncoder(
                FORMAT, MP3_KILOBITS, LameEncoder.CHANNEL_MODE_JOINT_STEREO, LameEncoder.QUALITY_LOW, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] encoded = new byte[encoder.getMP3BufferSize()];
        int step = encoder.getPCMBufferSize();
        for (int from = 0; from < samples.length; from += step) {
            int length = encoder.encodeBuffer(samples, from, Math.min(step, samples.length - from), encoded);
            out.write(encoded, 0, length);
        }
        out.write(encoded, 0, encoder.encodeFinish(encoded));
        encoder.close();
        return out.toByteArray();
    }

    /** A major chord, louder and softer twice a second, so that a waveform has something to show. */
    private static byte[] samples(MediaSpec spec) {
        int frames = (int) (spec.seconds() * FORMAT.getSampleRate());
        byte[] samples = new byte[frames * FORMAT.getFrameSize()];
        double root = 220 * Math.pow(2, spec.variant() / 12.0);
        for (int frame = 0; frame < frames; frame++) {
            double time = frame / FORMAT.getSampleRate();
            double swell = 0.55 + 0.45 * Math.sin(2 * Math.PI * 2 * time);
            double wave = Math.sin(2 * Math.PI * root * time)
                    + Math.sin(2 * Math.PI * root * 1.25 * time)
                    + Math.sin(2 * Math.PI * root * 1.5 * time);
            short sample = (short) (wave / 3 * swell * 0.8 * Short.MAX_VALUE);
            for (int channel = 0; channel < FORMAT.getChannels(); channel++) {
                int at = frame * FORMAT.getFrameSize() + channel * 2;
                samples[at] = (byte) sample;
                samples[at + 1] = (byte) (sample >> 8);
            }
        }
        return samples;
    }
}
