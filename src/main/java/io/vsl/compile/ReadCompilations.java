package io.vsl.compile;

import io.vsl.job.Compilation;
import io.vsl.job.Compilation.Source;
import io.vsl.job.JobAccepted;
import io.vsl.media.WorkFolder;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.stores.SeenJobs;
import io.vsl.stores.SeenJobs.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The compilations of a poll, with what is known of them and their sources now. */
@Component("readCompilations")
public class ReadCompilations {

    private final EventRecords records;
    private final SeenJobs seenJobs;
    private final CompileProperties properties;
    private final Path folder;

    ReadCompilations(EventRecords records, SeenJobs seenJobs, CompileProperties properties) throws IOException {
        this.records = records;
        this.seenJobs = seenJobs;
        this.properties = properties;
        this.folder = WorkFolder.of("compile");
    }

    private record Wanted(PolledRecord polled, JobAccepted accepted, Compilation compilation) {}

    public List<CompileTask> read(Batch batch) {
        List<Wanted> wanted = batch.map(this::read);
        Map<UUID, Seen> seen = look(wanted);
        return wanted.stream()
                .map(one -> new CompileTask(
                        one.polled(),
                        one.accepted().job(),
                        one.compilation(),
                        seen,
                        folder.resolve(one.polled().consumed().position()),
                        one.polled().end().orAfter(properties.timeout())))
                .toList();
    }

    private Map<UUID, Seen> look(List<Wanted> wanted) {
        Set<UUID> jobIds = wanted.stream()
                .flatMap(one -> Stream.concat(
                        Stream.of(one.accepted().job().jobId()),
                        one.compilation().sources().stream().map(Source::jobId)))
                .collect(Collectors.toSet());
        return jobIds.isEmpty() ? Map.of() : seenJobs.look(jobIds);
    }

    private Wanted read(PolledRecord polled) {
        JobAccepted accepted = records.readEvent(polled.consumed(), JobAccepted.class);
        if (!Compilation.isOne(accepted.job())) {
            throw new InvalidRecord("The job must be a compilation");
        }
        try {
            return new Wanted(polled, accepted, Compilation.of(accepted.parameters()));
        } catch (IllegalArgumentException e) {
            throw new InvalidRecord("The parameters must be those of a compilation");
        }
    }
}
