package io.vsl.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.JobIds;
import io.vsl.job.JobSnapshot;
import io.vsl.stores.FoldedEvents;
import io.vsl.stores.JobStore;
import io.vsl.stores.KeptJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** A file for each job, {@code <jobId>.json}, for good. One process writes it. */
@Component
public class FilesJobs implements JobStore {

    private static final String ENDING = ".json";

    private final Path folder;
    private final ObjectMapper json;

    FilesJobs(ObjectMapper json) throws IOException {
        this.folder = Files.createTempDirectory("jobs-");
        this.json = json;
    }

    @Override
    public String stage() {
        return "sink-files";
    }

    @Override
    public synchronized void write(FoldedEvents events) {
        for (JobSnapshot snapshot : events.snapshots()) {
            UUID jobId = snapshot.job().jobId();
            if (find(jobId).filter(known -> !snapshot.isNewerThan(known)).isEmpty()) {
                write(jobId, snapshot);
            }
        }
    }

    private void write(UUID jobId, JobSnapshot snapshot) {
        try {
            Path written = Files.write(folder.resolve(jobId + ".new"), json.writeValueAsBytes(snapshot));
            Files.move(written, file(jobId), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<JobSnapshot> find(UUID jobId) {
        try {
            return Files.exists(file(jobId))
                    ? Optional.of(json.readValue(file(jobId).toFile(), JobSnapshot.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<UUID, KeptJob> findAll(Collection<UUID> jobIds) {
        Map<UUID, KeptJob> found = new HashMap<>();
        for (UUID jobId : jobIds) {
            try {
                if (Files.exists(file(jobId))) {
                    found.put(jobId, new KeptJob(null, Files.readString(file(jobId))));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    @Override
    public boolean mayLack(Instant lastChangedAt) {
        return false;
    }

    @Override
    public void clear() {
        forEachId(some -> some.forEach(jobId -> file(jobId).toFile().delete()));
    }

    @Override
    public void forEachId(Consumer<List<UUID>> some) {
        try (Stream<Path> files = Files.list(folder)) {
            some.accept(files.map(file -> file.getFileName().toString().replace(ENDING, ""))
                    .flatMap(name -> JobIds.parse(name).stream())
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(UUID jobId) {
        return folder.resolve(jobId + ENDING);
    }
}
