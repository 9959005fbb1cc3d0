package io.vsl.media;

import io.vsl.platform.Deadline;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Pictures out of a file, decoded and made small by ffmpeg. */
@Component
class GrabPictures {

    private final RunProgram runProgram;

    GrabPictures(RunProgram runProgram) {
        this.runProgram = runProgram;
    }

    /**
     * Which pictures.
     *
     * @param options of ffmpeg before the file, such as where to begin
     * @param filter  which of them; may be empty
     * @param most    that are taken
     */
    record Choice(List<String> options, String filter, int most) {

        static final Choice FIRST = new Choice(List.of(), "", 1);
    }

    /**
     * @param width  of each picture, in pixels
     * @param height as width
     * @return with transparency; none when none can be decoded
     */
    List<BufferedImage> grab(Path file, FileType type, Choice choice, int width, int height, Deadline deadline)
            throws CantRender, IOException {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-v", "error", "-threads", "1"));
        arguments.addAll(choice.options());
        arguments.addAll(Demuxers.input(file, type));
        String scale = "scale=%d:%d:flags=bicubic+accurate_rnd+full_chroma_int".formatted(width, height);
        arguments.addAll(List.of(
                "-map",
                "0:V:0",
                "-filter_threads",
                "1",
                "-vf",
                choice.filter().isEmpty() ? scale : choice.filter() + "," + scale,
                "-frames:v",
                Integer.toString(choice.most()),
                "-fps_mode",
                "passthrough",
                "-pix_fmt",
                "abgr",
                "-f",
                "rawvideo",
                "pipe:1"));
        return runProgram
                .run("ffmpeg", arguments, deadline, output -> pictures(output, width, height, choice.most()))
                .output();
    }

    private static List<BufferedImage> pictures(InputStream output, int width, int height, int most)
            throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        while (pictures.size() < most) {
            BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_4BYTE_ABGR);
            byte[] pixels = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
            if (output.readNBytes(pixels, 0, pixels.length) < pixels.length) {
                break;
            }
            pictures.add(picture);
        }
        output.transferTo(java.io.OutputStream.nullOutputStream());
        return pictures;
    }
}
