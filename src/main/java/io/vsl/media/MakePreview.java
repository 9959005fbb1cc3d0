package io.vsl.media;

import io.vsl.media.ProbeFile.Pictures;
import io.vsl.platform.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The first seconds of a video as pictures that move wherever pictures are shown: a GIF, and a WebP of the same. */
@Component
class MakePreview {

    private static final int SECONDS = 5;

    /** Smaller and slower until it is within its budget. */
    private static final List<Step> STEPS =
            List.of(new Step(320, 10), new Step(240, 8), new Step(160, 6), new Step(120, 4), new Step(80, 2));

    private final RunProgram runProgram;

    MakePreview(RunProgram runProgram) {
        this.runProgram = runProgram;
    }

    private record Step(int longestSide, int fps) {}

    record Previews(byte[] gif, byte[] webp) {}

    /**
     * @param most bytes of each of the two
     * @throws CantRender also when none is small enough
     */
    Previews make(Path video, FileType type, Pictures pictures, long most, Deadline deadline)
            throws CantRender, IOException {
        Path gif = video.resolveSibling(video.getFileName() + ".gif");
        Path webp = video.resolveSibling(video.getFileName() + ".webp");
        try {
            for (Step step : STEPS) {
                run(video, type, pictures, step, gif, webp, deadline);
                if (Files.size(gif) <= most && Files.size(webp) <= most) {
                    return new Previews(Files.readAllBytes(gif), Files.readAllBytes(webp));
                }
            }
            throw new CantRender("even the smallest would be over the limit of %d bytes".formatted(most));
        } finally {
            Files.deleteIfExists(gif);
            Files.deleteIfExists(webp);
        }
    }

    private void run(Path video, FileType type, Pictures pictures, Step step, Path gif, Path webp, Deadline deadline)
            throws CantRender, IOException {
        Size size = new Size(pictures.width(), pictures.height()).toFit(step.longestSide());
        double fps = pictures.fps() > 0 ? Math.min(step.fps(), pictures.fps()) : step.fps();
        String filter = String.format(
                Locale.ROOT,
                "[0:V:0]fps=%.3f,scale=%d:%d:flags=lanczos,split=3[a][b][webp];"
                        + "[a]palettegen=stats_mode=diff[palette];"
                        + "[b][palette]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle[gif]",
                fps,
                size.width(),
                size.height());
        List<String> arguments = new ArrayList<>(
                List.of("-nostdin", "-v", "error", "-y", "-threads", "1", "-t", Integer.toString(SECONDS)));
        arguments.addAll(Demuxers.input(video, type));
        arguments.addAll(List.of("-filter_complex_threads", "1", "-filter_complex", filter));
        arguments.addAll(List.of("-map", "[gif]", "-loop", "0", "-f", "gif", "file:" + gif));
        arguments.addAll(List.of("-map", "[webp]", "-c:v", "libwebp_anim", "-loop", "0", "-q:v", "60"));
        arguments.addAll(List.of("-compression_level", "3", "-f", "webp", "file:" + webp));
        runProgram.run("ffmpeg", arguments, deadline, output -> output.readNBytes(1024));
    }
}
