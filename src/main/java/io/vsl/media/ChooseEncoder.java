package io.vsl.media;

import io.vsl.platform.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** By what pictures are encoded: the best that the ffmpeg in use has, which is not the same in all builds. */
@Component
class ChooseEncoder {

    private static final int MOST = 1 << 20;
    private static final Pattern LINE = Pattern.compile("(?m)^ V\\S+ +(\\S+)");

    private final RunProgram runProgram;
    private Optional<Encoder> chosen = Optional.empty();

    ChooseEncoder(RunProgram runProgram) {
        this.runProgram = runProgram;
    }

    /** From the best to the last resort. The first is GPL, and so not in the ffmpeg that comes with VSL. */
    enum Encoder {
        LIBX264("libx264"),
        LIBOPENH264("libopenh264"),
        LIBVPX_VP9("libvpx-vp9");

        private final String name;

        Encoder(String name) {
            this.name = name;
        }

        /**
         * What ffmpeg is told of it. No pictures refer to later ones: so what is encoded in pieces can be put together.
         *
         * @param bitRate where quality can't be asked for
         * @param keys    a key picture after so many at most
         */
        List<String> arguments(long bitRate, int keys) {
            List<String> own =
                    switch (this) {
                        case LIBX264 -> List.of("-preset", "veryfast", "-crf", "20", "-bf", "0");
                        case LIBOPENH264 -> List.of("-profile:v", "high", "-b:v", Long.toString(bitRate));
                        case LIBVPX_VP9 ->
                            List.of(
                                    "-deadline",
                                    "realtime",
                                    "-cpu-used",
                                    "6",
                                    "-crf",
                                    "30",
                                    "-b:v",
                                    "0",
                                    "-lag-in-frames",
                                    "0");
                    };
            List<String> all = new java.util.ArrayList<>(List.of("-c:v", name, "-g", Integer.toString(keys)));
            all.addAll(own);
            return all;
        }
    }

    /** @throws CantRender when there is none of these */
    synchronized Encoder choose(Deadline deadline) throws CantRender, IOException {
        if (chosen.isEmpty()) {
            Set<String> there = encoders(deadline);
            chosen = List.of(Encoder.values()).stream()
                    .filter(encoder -> there.contains(encoder.name))
                    .findFirst();
        }
        return chosen.orElseThrow(() -> new CantRender("this ffmpeg has no encoder of H.264 or VP9"));
    }

    private Set<String> encoders(Deadline deadline) throws CantRender, IOException {
        String said = runProgram
                .run(
                        "ffmpeg",
                        List.of("-v", "error", "-encoders"),
                        deadline,
                        output -> new String(output.readNBytes(MOST), StandardCharsets.UTF_8))
                .output();
        return LINE.matcher(said).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
