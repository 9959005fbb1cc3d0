package io.vsl.media;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.platform.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** What makes things of files, without the application around it. */
final class Rendering {

    static final long PREVIEW = 2 << 20;

    private Rendering() {}

    /** As the application's settings have it. */
    static RenderFile asSet() {
        return ofPixels(64_000_000);
    }

    static RenderFile ofPixels(long maxPixels) {
        return of(new FfmpegProperties("", maxPixels, DataSize.ofGigabytes(2)));
    }

    /** With another ffmpeg. */
    static RenderFile with(Path ffmpeg) {
        return of(new FfmpegProperties(ffmpeg.toString(), 64_000_000, DataSize.ofMegabytes(512)));
    }

    private static RenderFile of(FfmpegProperties properties) {
        RunProgram runProgram = new RunProgram(new MediaPrograms(properties), properties);
        ProbeFile probeFile = new ProbeFile(runProgram, new ObjectMapper());
        GrabPictures grabPictures = new GrabPictures(runProgram);
        ListenTo listenTo = new ListenTo(runProgram);
        return new RenderFile(
                new RenderImage(grabPictures, probeFile, properties),
                new RenderVideo(probeFile, grabPictures, new MakePreview(runProgram), listenTo),
                new RenderSound(probeFile, listenTo));
    }

    static Rendition render(RenderFile renderFile, Path file, int longestSide) throws IOException {
        return render(renderFile, file, longestSide, Duration.ofMinutes(1));
    }

    static Rendition render(RenderFile renderFile, Path file, int longestSide, Duration time) throws IOException {
        return renderFile.render(
                file,
                FileType.of(Files.readAllBytes(file), null, file.getFileName().toString()),
                new RenderFile.Sizes(longestSide, PREVIEW),
                Deadline.after(time));
    }
}
