package io.vsl.media;

import io.vsl.media.LookAtClip.Looked;
import io.vsl.media.ProbeFile.Pictures;
import io.vsl.media.ProbeFile.Probed;
import io.vsl.platform.Deadline;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Videos one after the other as one MP4. Pictures that have one form are copied as they are; others are encoded anew, at
 * the size and the speed of the first video, piece by piece, so that however many there are, ffmpeg has two open at a time.
 * Sounds are decoded, put together to the sample and encoded once.
 */
@Component
public class JoinVideos {

    private static final FileType MP4 = new FileType("video/mp4", "mp4");

    /** How far the length may be from what it should be: that of some pictures. */
    private static final double TOLERANCE = 0.1;

    private final LookAtClip lookAtClip;
    private final EncodePieces encodePieces;
    private final ProbeFile probeFile;
    private final RunProgram runProgram;

    JoinVideos(LookAtClip lookAtClip, EncodePieces encodePieces, ProbeFile probeFile, RunProgram runProgram) {
        this.lookAtClip = lookAtClip;
        this.encodePieces = encodePieces;
        this.probeFile = probeFile;
        this.runProgram = runProgram;
    }

    /**
     * What is to be joined.
     *
     * @param clips     videos in their order, at least one
     * @param track     whose sound is heard in place of theirs, cut or filled up with silence; null: theirs is
     * @param crossfade seconds for which one goes over into the next; 0: they only follow one another
     */
    public record Wanted(List<Clip> clips, @Nullable Clip track, double crossfade) {

        public Wanted {
            clips = List.copyOf(clips);
        }
    }

    /** What it may come to: in seconds, and bytes of each file. */
    public record Most(double seconds, long bytes) {}

    /**
     * What came of it.
     *
     * @param isCopied whether the pictures are as they were
     */
    public record Joined(boolean isCopied, double seconds) {}

    /**
     * Joins them.
     *
     * @param folder for other files while it takes, which stay there; the clips and the result may be in it
     * @param joined the MP4
     * @throws CantRender  when it can't be done, and why, with the name of the clip
     * @throws IOException when the disk fails, or a program can't be started
     */
    public Joined join(Wanted wanted, Path folder, Path joined, Most most, Deadline deadline)
            throws CantRender, IOException {
        List<Looked> clips = new ArrayList<>();
        for (Clip clip : wanted.clips()) {
            clips.add(lookAtClip.look(clip, deadline));
        }
        JoinPlan plan = JoinPlan.of(clips, wanted.crossfade());
        if (plan.seconds() > most.seconds()) {
            throw new CantRender(String.format(
                    Locale.ROOT,
                    "it would be %.1f seconds long, and %.1f are allowed",
                    plan.seconds(),
                    most.seconds()));
        }
        Track track = wanted.track() == null ? null : new Track(wanted.track(), length(wanted.track(), deadline));
        if (plan.isCopied()) {
            if (isCopied(plan, track, folder, joined, most, deadline)) {
                return new Joined(true, plan.seconds());
            }
            plan = JoinPlan.encoded(clips, wanted.crossfade());
        }
        List<Path> pieces = encodePieces.encode(plan, folder, most.bytes(), deadline);
        finish(plan, pieces, track, folder, joined, most, deadline);
        if (!isWhole(plan, joined, deadline)) {
            throw new CantRender("not all of the pictures can be decoded");
        }
        return new Joined(false, plan.seconds());
    }

    /** A sound and how long it is, in seconds; 0 when nobody can say. */
    private record Track(Clip clip, double seconds) {}

    /** Not where something in them is otherwise than their headers say. */
    private boolean isCopied(
            JoinPlan plan, @Nullable Track track, Path folder, Path joined, Most most, Deadline deadline)
            throws CantRender, IOException {
        try {
            List<Path> files =
                    plan.clips().stream().map(clip -> clip.clip().file()).toList();
            finish(plan, files, track, folder, joined, most, deadline);
            return isWhole(plan, joined, deadline);
        } catch (CantRender reason) {
            if (deadline.isOver()) {
                throw reason;
            }
            return false;
        }
    }

    /** For ffmpeg: the files, in one folder, with how long each is shown. */
    private static Path list(JoinPlan plan, List<Path> files, Path folder) throws IOException {
        List<String> lines = new ArrayList<>(List.of("ffconcat version 1.0"));
        for (int i = 0; i < files.size(); i++) {
            lines.add("file " + files.get(i).getFileName());
            lines.add(String.format(
                    Locale.ROOT, "duration %.6f", plan.pieces().get(i).seconds()));
        }
        return Files.write(folder.resolve("list.ffconcat"), lines);
    }

    /** All the sounds, as one file of samples; null when there are none, or a track is heard in their place. */
    private @Nullable Path sound(JoinPlan plan, @Nullable Track track, Path folder, Deadline deadline)
            throws CantRender, IOException {
        if (track != null || plan.clips().stream().noneMatch(Looked::hasSound)) {
            return null;
        }
        Path sound = folder.resolve("sound.pcm");
        try (MixSounds mixed = new MixSounds(
                new BufferedOutputStream(Files.newOutputStream(sound)), (int) MixSounds.samples(plan.crossfade()))) {
            for (int i = 0; i < plan.clips().size(); i++) {
                add(plan.clips().get(i), MixSounds.samples(plan.lengths().get(i)), mixed, deadline);
            }
        }
        return sound;
    }

    private void add(Looked clip, long samples, MixSounds mixed, Deadline deadline) throws CantRender, IOException {
        if (!clip.hasSound()) {
            mixed.addSilence(samples);
            return;
        }
        List<String> arguments = start();
        arguments.addAll(Demuxers.input(clip.clip().file(), clip.clip().type()));
        arguments.addAll(List.of(
                "-map",
                "0:a:0",
                "-af",
                "aresample=%d:async=1:first_pts=0,atrim=end_sample=%d".formatted(MixSounds.RATE, samples),
                "-ac",
                Integer.toString(MixSounds.CHANNELS),
                "-f",
                "s16le",
                "pipe:1"));
        try {
            runProgram.run("ffmpeg", arguments, deadline, output -> {
                mixed.add(output, samples);
                output.transferTo(OutputStream.nullOutputStream());
                return true;
            });
        } catch (CantRender reason) {
            throw clip.clip().cant(reason);
        }
    }

    private void finish(
            JoinPlan plan,
            List<Path> pieces,
            @Nullable Track track,
            Path folder,
            Path joined,
            Most most,
            Deadline deadline)
            throws CantRender, IOException {
        Path sound = sound(plan, track, folder, deadline);
        List<String> arguments = start();
        arguments.add("-y");
        arguments.addAll(Demuxers.list(list(plan, pieces, folder)));
        List<String> ofSound = new ArrayList<>();
        if (track != null) {
            arguments.addAll(runProgram.bounds());
            arguments.addAll(Demuxers.input(track.clip().file(), track.clip().type()));
            ofSound.addAll(List.of("-map", "1:a:0", "-af", asLongAs(plan.seconds(), track.seconds())));
        } else if (sound != null) {
            arguments.addAll(runProgram.bounds());
            arguments.addAll(List.of("-f", "s16le", "-ar", Integer.toString(MixSounds.RATE)));
            arguments.addAll(List.of("-ac", Integer.toString(MixSounds.CHANNELS), "-i", "file:" + sound));
            ofSound.addAll(List.of("-map", "1:a:0"));
        }
        arguments.addAll(List.of("-map", "0:v:0", "-c:v", "copy"));
        if (!ofSound.isEmpty()) {
            arguments.addAll(ofSound);
            arguments.addAll(List.of("-ac", Integer.toString(MixSounds.CHANNELS)));
            arguments.addAll(List.of("-ar", Integer.toString(MixSounds.RATE), "-c:a", "aac", "-b:a", "192k"));
        }
        arguments.addAll(List.of("-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", "file:" + joined));
        runProgram.run("ffmpeg", arguments, most.bytes(), deadline, output -> output.readNBytes(1024));
    }

    private double length(Clip track, Deadline deadline) throws CantRender, IOException {
        try {
            Probed probed = probeFile.probe(track.file(), track.type(), deadline);
            if (probed.sound() == null) {
                throw new CantRender("there is no sound in it");
            }
            return probed.seconds();
        } catch (CantRender reason) {
            throw track.cant(reason);
        }
    }

    /** Silence behind a sound that is shorter; one that is longer doesn't end at once. */
    private static String asLongAs(double seconds, double sound) {
        String fitted = String.format(Locale.ROOT, "aresample=%d,apad,atrim=end=%.6f", MixSounds.RATE, seconds);
        double fade = Math.min(0.5, seconds / 4);
        return sound > seconds
                ? fitted + String.format(Locale.ROOT, ",afade=t=out:st=%.6f:d=%.6f", seconds - fade, fade)
                : fitted;
    }

    private boolean isWhole(JoinPlan plan, Path joined, Deadline deadline) throws CantRender, IOException {
        Pictures pictures = probeFile.probe(joined, MP4, deadline).pictures();
        return pictures != null
                && pictures.frames() == plan.frames()
                && pictures.fps() > 0
                && Math.abs(pictures.frames() / pictures.fps() - plan.seconds()) <= TOLERANCE;
    }

    static List<String> start() {
        return new ArrayList<>(List.of("-nostdin", "-v", "error", "-threads", "2"));
    }
}
