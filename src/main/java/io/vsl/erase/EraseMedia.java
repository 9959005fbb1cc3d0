package io.vsl.erase;

import io.vsl.erase.Erasure.Decided;
import io.vsl.job.Job;
import io.vsl.job.JobMediaDeleted;
import io.vsl.job.JobResult;
import io.vsl.job.MediaDeleteRequested;
import io.vsl.job.MediaFolder;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.EventRecords;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Which files go, and what is told then. The table {@code media_deletions} keeps since when a job has none, committed before
 * the first is removed: a record that is read again says the same, and what is stored later is known to be of no use.
 */
@Component("eraseMedia")
public class EraseMedia {

    private static final Logger LOG = LoggerFactory.getLogger(EraseMedia.class);

    private final EventRecords records;
    private final Clock clock;

    EraseMedia(EventRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /** What is no such request is a dead letter. */
    public Wishes read(Batch batch) {
        return new Wishes(batch.map(this::wish));
    }

    private Wish wish(PolledRecord polled) {
        Consumed consumed = polled.consumed();
        MediaDeleteRequested request = records.read(consumed, MediaDeleteRequested.class);
        EventRecords.requireKey(consumed, request.job());
        folders(request.job());
        return new Wish(polled, request, consumed.timeOr(clock.instant()));
    }

    /** With what note.sql answered. */
    public Erasure noted(Wishes wishes, List<Map<String, Object>> rows) {
        Map<UUID, Noted> jobs = new HashMap<>();
        rows.stream().map(Noted::of).forEach(noted -> jobs.put(noted.jobId(), noted));
        return new Erasure(wishes.all().stream()
                .map(wish -> decide(wish, Objects.requireNonNull(jobs.get(wish.jobId()))))
                .toList());
    }

    private static Decided decide(Wish wish, Noted noted) {
        List<String> folders = noted.hasNoFiles() || wish.request().isDeletion() ? folders(wish.job()) : List.of();
        if (noted.isOpen()) {
            wish.polled().postpone("How the job ended is on its way");
        }
        return new Decided(wish, folders, wish.request().isDeletion() ? noted.deletedAt() : null);
    }

    /** @throws InvalidRecord when they are not the job's own */
    private static List<String> folders(Job job) {
        JobResult result = job.result();
        if (result != null && !MediaFolder.isOf(job, result.s3Path())) {
            throw new InvalidRecord("The folder must be the job's own");
        }
        return List.of(MediaFolder.of(job) + "/", MediaFolder.ofProgress(job) + "/");
    }

    /** When all of them are empty. */
    public void finish(Erasure erasure) {
        erasure.decided().forEach(this::finish);
    }

    private void finish(Decided decided) {
        PolledRecord polled = decided.wish().polled();
        if (!polled.isOpen()) {
            return;
        }
        Job job = decided.wish().job();
        Instant deletedAt = decided.deletedAt();
        polled.finish(
                deletedAt == null
                        ? List.of()
                        : List.of(records.write(new JobMediaDeleted(job.withoutMedia(deletedAt)), polled.consumed())));
        LOG.atInfo()
                .addKeyValue("action", "erase")
                .addKeyValue("jobId", job.jobId())
                .addKeyValue("userId", job.userId())
                .addKeyValue("cause", decided.wish().request().cause())
                .log(decided.folders().isEmpty() ? "The job keeps its files" : "The job has no files");
    }
}
