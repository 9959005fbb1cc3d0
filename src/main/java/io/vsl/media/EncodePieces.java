package io.vsl.media;

import io.vsl.media.ChooseEncoder.Encoder;
import io.vsl.media.JoinPlan.Piece;
import io.vsl.media.LookAtClip.Looked;
import io.vsl.media.ProbeFile.Pictures;
import io.vsl.platform.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * The pictures of clips in one form, as files that can follow one another: of each clip what is shown of it alone and,
 * where there is a cross-fade, of each two what is shown of both.
 */
@Component
class EncodePieces {

    /** That H.264's highest usual level takes, in pixels. */
    private static final int LONGEST_SIDE = 3840;

    private static final int SHORTEST_SIDE = 16;
    private static final int KEYS_SECONDS = 2;

    /** Of a pixel, where an encoder doesn't know quality: twice what is enough for most. */
    private static final double BITS = 0.2;

    private static final long LEAST_BITS = 500_000;

    private final ChooseEncoder chooseEncoder;
    private final RunProgram runProgram;

    EncodePieces(ChooseEncoder chooseEncoder, RunProgram runProgram) {
        this.chooseEncoder = chooseEncoder;
        this.runProgram = runProgram;
    }

    /**
     * The pieces, in the folder of the clips.
     *
     * @param mostBytes of all of them together
     * @throws CantRender with the name of the clip
     */
    List<Path> encode(JoinPlan plan, Path folder, long mostBytes, Deadline deadline) throws CantRender, IOException {
        List<String> encoding = encoding(plan, chooseEncoder.choose(deadline));
        List<Path> pieces = new ArrayList<>();
        long bytesLeft = mostBytes;
        for (Piece piece : plan.pieces()) {
            Path file = folder.resolve("piece-" + pieces.size() + ".mp4");
            try {
                List<String> arguments = piece.isBoth() ? both(plan, piece.clip()) : alone(plan, piece.clip());
                arguments.addAll(encoding);
                arguments.add("file:" + file);
                runProgram.run("ffmpeg", arguments, bytesLeft, deadline, output -> output.readNBytes(1024));
            } catch (CantRender reason) {
                throw plan.clips().get(piece.clip()).clip().cant(reason);
            }
            pieces.add(file);
            bytesLeft -= Files.size(file);
            if (bytesLeft <= 0) {
                throw new CantRender("it would have more than %d bytes".formatted(mostBytes));
            }
        }
        return pieces;
    }

    private static List<String> encoding(JoinPlan plan, Encoder encoder) {
        Size size = size(plan);
        double fps = 1 / plan.rate().duration(1);
        long bits = Math.max(LEAST_BITS, Math.round(size.width() * size.height() * fps * BITS));
        List<String> arguments = new ArrayList<>(List.of("-map", "[v]", "-fps_mode", "passthrough", "-threads", "2"));
        arguments.addAll(encoder.arguments(bits, (int) Math.ceil(KEYS_SECONDS * fps)));
        arguments.addAll(List.of("-pix_fmt", "yuv420p", "-an", "-sn", "-dn", "-map_metadata", "-1", "-f", "mp4"));
        return arguments;
    }

    /** That of the first video, as encoders take it: even, and not larger than they can. */
    private static Size size(JoinPlan plan) {
        Pictures first = plan.clips().getFirst().pictures();
        Size fitted = new Size(first.width(), first.height()).toFit(LONGEST_SIDE);
        return new Size(even(fitted.width()), even(fitted.height()));
    }

    private static int even(int pixels) {
        return Math.max(SHORTEST_SIDE, pixels / 2 * 2);
    }

    private List<String> alone(JoinPlan plan, int clip) {
        List<String> arguments = opened(plan.clips().get(clip));
        long frames = plan.rate().frames(plan.lengths().get(clip));
        long faded = faded(plan);
        arguments.addAll(filter("%s,%s[v]"
                .formatted(
                        form(plan, clip, 0),
                        cut(clip == 0 ? 0 : faded, clip == plan.clips().size() - 1 ? frames : frames - faded))));
        return arguments;
    }

    private List<String> both(JoinPlan plan, int clip) {
        List<String> arguments = opened(plan.clips().get(clip));
        arguments.addAll(runProgram.bounds());
        arguments.addAll(Demuxers.input(
                plan.clips().get(clip + 1).clip().file(),
                plan.clips().get(clip + 1).clip().type()));
        long frames = plan.rate().frames(plan.lengths().get(clip));
        long faded = faded(plan);
        arguments.addAll(filter(String.format(
                Locale.ROOT,
                "%s,%s[a];%s,%s[b];[a][b]xfade=transition=fade:duration=%.6f:offset=0[v]",
                form(plan, clip, 0),
                cut(frames - faded, frames),
                form(plan, clip + 1, 1),
                cut(0, faded),
                plan.crossfade())));
        return arguments;
    }

    private static List<String> opened(Looked clip) {
        List<String> arguments = JoinVideos.start();
        arguments.add("-y");
        arguments.addAll(Demuxers.input(clip.clip().file(), clip.clip().type()));
        return arguments;
    }

    private static List<String> filter(String filter) {
        return List.of("-filter_complex_threads", "1", "-filter_complex", filter);
    }

    private static long faded(JoinPlan plan) {
        return plan.crossfade() > 0 ? plan.rate().frames(plan.crossfade()) : 0;
    }

    /** Pictures of the whole's size and speed, not distorted, with black around those of another shape. */
    private static String form(JoinPlan plan, int clip, int input) {
        Size whole = size(plan);
        Pictures pictures = plan.clips().get(clip).pictures();
        double scale = Math.min((double) whole.width() / pictures.width(), (double) whole.height() / pictures.height());
        int width = Math.min(whole.width(), even((int) Math.round(pictures.width() * scale)));
        int height = Math.min(whole.height(), even((int) Math.round(pictures.height() * scale)));
        // The last picture stays where rounding, or a header, asks for one more.
        return "[%d:V:0]scale=%d:%d:flags=bicubic,pad=%d:%d:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p,fps=%s:start_time=0,tpad=stop_mode=clone:stop_duration=1"
                .formatted(input, width, height, whole.width(), whole.height(), plan.rate());
    }

    private static String cut(long from, long to) {
        return "trim=start_frame=%d:end_frame=%d,setpts=PTS-STARTPTS".formatted(from, to);
    }
}
