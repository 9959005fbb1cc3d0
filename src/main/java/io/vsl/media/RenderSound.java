package io.vsl.media;

import io.vsl.job.Output;
import io.vsl.media.ListenTo.Heard;
import io.vsl.media.MakeRendition.Facts;
import io.vsl.media.ProbeFile.Probed;
import io.vsl.media.ProbeFile.Sound;
import io.vsl.media.Rendition.Kind;
import io.vsl.platform.Deadline;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A sound as it looks, and its facts. */
@Component
class RenderSound {

    /** How much of the last frame is sound stands in the container, and no decoder leaves out the rest. */
    private static final String SAYS_ITSELF = "audio/mp4";

    private final ProbeFile probeFile;
    private final ListenTo listenTo;

    RenderSound(ProbeFile probeFile, ListenTo listenTo) {
        this.probeFile = probeFile;
        this.listenTo = listenTo;
    }

    Rendition render(Path file, FileType type, Deadline deadline) throws IOException {
        MakeRendition rendition = new MakeRendition();
        try {
            Probed probed = probeFile.probe(file, type, deadline);
            Sound sound = probed.sound();
            if (sound == null) {
                throw new CantRender("there is no sound in it");
            }
            hear(file, type, probed, sound, rendition, deadline);
        } catch (CantRender reason) {
            rendition.failed("Nothing is made of it: " + reason.getMessage());
        }
        return rendition.end();
    }

    private void hear(Path file, FileType type, Probed probed, Sound sound, MakeRendition rendition, Deadline deadline)
            throws IOException {
        double seconds = probed.seconds();
        BigDecimal loudness = null;
        try {
            Heard heard = listenTo.listen(file, type, sound.sampleRate(), deadline);
            rendition.made(Kind.WAVEFORM, Scale.png(DrawWaveform.of(heard.peaks())));
            rendition.made(Kind.PEAKS, heard.peaks().json());
            if (seconds <= 0 || !type.contentType().equals(SAYS_ITSELF)) {
                seconds = (double) heard.peaks().samples() / sound.sampleRate();
            }
            loudness = heard.loudness();
        } catch (CantRender reason) {
            rendition.failed(RenderFile.failure(Kind.WAVEFORM, reason));
        }
        rendition.facts(facts(seconds, sound, bitRate(seconds, Files.size(file)), loudness));
    }

    /** What a container says of it may be an estimate of its length. */
    private static @Nullable Long bitRate(double seconds, long bytes) {
        return seconds > 0 ? Math.round(bytes * 8 / seconds) : null;
    }

    private static Facts facts(double seconds, Sound sound, @Nullable Long bitRate, @Nullable BigDecimal loudness) {
        return new Facts(seconds, 0, 0, 0)
                .with(new Output.Traits(
                        sound.codec(), null, bitRate, sound.channels(), sound.sampleRate(), loudness, null, null));
    }
}
