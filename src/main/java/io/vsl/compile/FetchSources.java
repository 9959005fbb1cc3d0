package io.vsl.compile;

import io.vsl.compile.CompileTask.Part;
import io.vsl.job.Compilation.Source;
import io.vsl.job.ErrorCode;
import io.vsl.platform.objects.FoundStream;
import io.vsl.stores.SourceState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Brings what a compilation is made of to the disk. */
@Component("fetchSources")
public class FetchSources {

    private final CompileProperties properties;
    private final Clock clock;

    FetchSources(CompileProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * The same task, whose sources are all there and whose folder is empty.
     *
     * @throws CantCompile when one can't be used, with all of them
     * @throws NotYet      when one is on its way
     */
    public CompileTask begin(CompileTask task) throws IOException {
        List<String> faults = new ArrayList<>();
        boolean isLate = false;
        for (Source source : task.compilation().sources()) {
            switch (task.state(source)) {
                case SourceState.Usable usable -> {}
                case SourceState.Late late -> isLate = true;
                case SourceState.Unusable no -> faults.add(source.name() + " " + no.message());
            }
        }
        if (!faults.isEmpty()) {
            throw new CantCompile(ErrorCode.SOURCE_UNAVAILABLE, String.join("; ", faults));
        }
        if (isLate) {
            throw late(task);
        }
        long bytes = task.parts().stream().mapToLong(Part::size).sum();
        if (bytes > properties.maxSize().toBytes()) {
            throw new CantCompile(
                    ErrorCode.COMPILATION_FAILED,
                    "The files have %d bytes, and %d are allowed"
                            .formatted(bytes, properties.maxSize().toBytes()));
        }
        Files.createDirectories(task.folder());
        return task;
    }

    private RuntimeException late(CompileTask task) {
        Duration waited = Duration.between(task.polled().consumed().timeOr(clock.instant()), clock.instant());
        return waited.compareTo(properties.patience()) < 0
                ? new NotYet("How a job has ended that it is made of is on its way")
                : new CantCompile(
                        ErrorCode.SOURCE_UNAVAILABLE,
                        "How a job has ended that it is made of could not be found out in time");
    }

    /**
     * Writes one to its place.
     *
     * @throws CantCompile when it is gone, or the time is over
     * @throws NotYet      when the time of its poll is over
     * @throws IOException when S3 or the disk is away
     */
    public Part save(Part part, FoundStream found) throws IOException {
        if (!(found instanceof FoundStream.There there)) {
            throw new CantCompile(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    part.source().name() + " must be a job that has its files; they are gone");
        }
        if (!there.save(part.file(), part.task().deadline())) {
            throw part.task().tookTooLong(properties.timeout());
        }
        return part;
    }
}
