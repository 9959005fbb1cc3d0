package io.vsl.compile;

import io.vsl.job.Compilation;
import io.vsl.job.Compilation.Source;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.MediaFolder;
import io.vsl.media.Clip;
import io.vsl.media.FileType;
import io.vsl.media.JoinVideos;
import io.vsl.platform.Deadline;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.stores.SeenJobs.Seen;
import io.vsl.stores.SourceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * One compilation to be made.
 *
 * @param job      as it was accepted
 * @param seen     it and its sources
 * @param folder   of its own, for files while it is made
 * @param deadline by which it has to be made, within the time of its poll
 */
public record CompileTask(
        PolledRecord polled, Job job, Compilation compilation, Map<UUID, Seen> seen, Path folder, Deadline deadline) {

    /**
     * A file that it is made of.
     *
     * @param s3Path the folder that has it
     */
    public record Part(CompileTask task, Source source, String s3Path, String name, FileType type, long size) {

        /** Where it is in S3. */
        public String key() {
            return s3Path + "/" + name;
        }

        /** Where it is while the compilation is made. */
        Path file() {
            return task.folder.resolve(source.jobId() + "-" + source.kind().value());
        }

        private Clip clip(String name) {
            return new Clip(file(), type, name);
        }
    }

    Seen ownState() {
        return seen.getOrDefault(job.jobId(), Seen.NOTHING);
    }

    SourceState state(Source source) {
        return SourceState.of(
                source, seen.getOrDefault(source.jobId(), Seen.NOTHING), Objects.requireNonNull(job.userId()));
    }

    /** Of the sources that can be used; each once. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (Source source : compilation.sources()) {
            if (state(source) instanceof SourceState.Usable usable) {
                String file = usable.output().file();
                FileType type = new FileType(usable.output().contentType(), file.substring(file.lastIndexOf('.') + 1));
                parts.add(new Part(
                        this,
                        source,
                        usable.s3Path(),
                        file,
                        type,
                        usable.output().content().fileSize()));
            }
        }
        return parts;
    }

    /** What ffmpeg is asked for, with the files as they were fetched. */
    JoinVideos.Wanted wanted() {
        List<Part> parts = parts();
        List<Clip> clips = new ArrayList<>();
        for (UUID jobId : compilation.jobIds()) {
            parts.stream()
                    .filter(part -> part.source().jobId().equals(jobId)
                            && !part.source().name().equals("audioJobId"))
                    .forEach(part -> clips.add(part.clip("jobIds[%d]".formatted(clips.size()))));
        }
        Clip track = parts.stream()
                .filter(part -> part.source().name().equals("audioJobId"))
                .map(part -> part.clip("audioJobId"))
                .findFirst()
                .orElse(null);
        return new JoinVideos.Wanted(
                clips,
                track,
                compilation.crossfade() == null ? 0 : compilation.crossfade().doubleValue());
    }

    String s3Path() {
        return MediaFolder.of(job);
    }

    /** The key of {@code stored.json}, which is written last: where it is, the video is. */
    public String storedKey() {
        return s3Path() + "/stored.json";
    }

    /** Its time is over: that is its own fault, unless it had less than it may take. */
    RuntimeException tookTooLong(Duration timeout) {
        return polled.end().isOver()
                ? NotYet.noTime()
                : new CantCompile(
                        ErrorCode.TIMEOUT,
                        "The videos could not be joined within %d seconds".formatted(timeout.toSeconds()));
    }

    Path joined() {
        return folder.resolve("joined.mp4");
    }
}
