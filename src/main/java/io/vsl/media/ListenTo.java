package io.vsl.media;

import io.vsl.platform.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Plays a sound from its beginning to its end, once, for all that only its samples tell. */
@Component
class ListenTo {

    private static final Pattern LOUDNESS = Pattern.compile("\\bI: +(-?\\d+\\.\\d) LUFS");

    /** What ebur128 says when it has heard nothing that counts: EBU R 128's absolute gate. */
    private static final BigDecimal SILENCE = new BigDecimal("-70.0");

    private final RunProgram runProgram;

    ListenTo(RunProgram runProgram) {
        this.runProgram = runProgram;
    }

    /**
     * What was heard.
     *
     * @param peaks    of all channels together; their samples say how long it is, without what encoders put around it
     * @param loudness integrated, in LUFS; null of silence
     */
    record Heard(Peaks peaks, @Nullable BigDecimal loudness) {}

    Heard listen(Path file, FileType type, int sampleRate, Deadline deadline) throws CantRender, IOException {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-v", "info", "-nostats", "-threads", "1"));
        arguments.addAll(Demuxers.input(file, type));
        arguments.addAll(List.of(
                "-map",
                "0:a:0",
                "-filter_threads",
                "1",
                "-af",
                "ebur128=framelog=verbose",
                "-ac",
                "1",
                "-ar",
                Integer.toString(sampleRate),
                "-f",
                "s16le",
                "pipe:1"));
        RunProgram.Ran<Peaks> ran = runProgram.run("ffmpeg", arguments, deadline, output -> peaks(output, sampleRate));
        if (ran.output().samples() == 0) {
            throw new CantRender("no sound could be decoded");
        }
        return new Heard(ran.output(), loudness(ran.said()));
    }

    private static Peaks peaks(InputStream output, int sampleRate) throws IOException {
        Peaks peaks = new Peaks(sampleRate);
        byte[] buffer = new byte[64 << 10];
        int odd = 0;
        for (int read = output.read(buffer, 0, buffer.length);
                read >= 0;
                read = output.read(buffer, odd, buffer.length - odd)) {
            int there = odd + read;
            for (int i = 0; i + 1 < there; i += 2) {
                peaks.add((short) (buffer[i] & 0xff | buffer[i + 1] << 8));
            }
            odd = there & 1;
            if (odd == 1) {
                buffer[0] = buffer[there - 1];
            }
        }
        peaks.finish();
        return peaks;
    }

    private static @Nullable BigDecimal loudness(String said) {
        Matcher matcher = LOUDNESS.matcher(said);
        BigDecimal last = null;
        while (matcher.find()) {
            last = new BigDecimal(matcher.group(1));
        }
        return last == null || last.compareTo(SILENCE) <= 0 ? null : last;
    }
}
