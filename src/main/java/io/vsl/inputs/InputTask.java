package io.vsl.inputs;

import io.vsl.job.InputFile;
import io.vsl.job.InputFolder;
import io.vsl.job.JobAccepted;
import io.vsl.job.UploadIds;
import io.vsl.ledger.Preparing;
import io.vsl.platform.copy.Arriving;
import io.vsl.platform.copy.FileAway;
import io.vsl.platform.copy.FileRefused;
import io.vsl.platform.stage.PolledRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The files of one job on their way to S3, one after the other. The keys follow from the job and what the files are: brought
 * again, they are the same objects.
 */
public final class InputTask {

    private static final Duration LEAST = Duration.ofMillis(1);

    private final PolledRecord polled;
    private final JobAccepted accepted;
    private final List<FileEnd> ends = new ArrayList<>();
    private @Nullable Arriving arriving;
    private long until;

    InputTask(PolledRecord polled, JobAccepted accepted) {
        this.polled = polled;
        this.accepted = accepted;
    }

    /**
     * One file.
     *
     * @param index counted from 0
     * @param given an https URL, a data URI or the id of an upload
     */
    public record Part(InputTask task, int index, InputFile file, String given) {

        /** Whether it lies in S3 already, at its user's place for uploads. */
        public boolean isUpload() {
            return UploadIds.isMeant(given);
        }

        /**
         * Of an upload: where it lies.
         *
         * @throws FileRefused when its id is none
         */
        public String uploadKey() {
            UUID id = UploadIds.parse(given).orElseThrow(() -> new FileRefused("is not the id of an upload"));
            return InputFolder.ofUpload(
                    Objects.requireNonNull(task.accepted.job().userId()), id);
        }

        /** Where it is to be in S3. */
        String key(String extension) {
            return InputFolder.of(task.accepted.job(), index, extension);
        }

        /**
         * Of the time that all of the job have together.
         *
         * @throws FileAway when it is over: nothing is begun any more
         */
        Duration timeLeft() throws FileAway {
            Duration left = Duration.ofNanos(task.until - System.nanoTime());
            if (left.compareTo(LEAST) < 0) {
                throw new FileAway("came too late: the files of a job have a time together", false);
            }
            return left;
        }
    }

    PolledRecord polled() {
        return polled;
    }

    JobAccepted accepted() {
        return accepted;
    }

    Preparing.Entry<InputTask> job() {
        return new Preparing.Entry<>(this, accepted);
    }

    /** All of the job, which may take so long together. */
    List<Part> begin(Duration time) {
        ends.clear();
        until = System.nanoTime() + time.toNanos();
        List<Part> parts = new ArrayList<>();
        for (InputFile file : accepted.prediction().files()) {
            parts.add(new Part(this, parts.size(), file, accepted.prediction().value(file)));
        }
        return parts;
    }

    /** The file at hand comes from the web, and holds memory until it has ended. */
    void arrives(Arriving file) {
        arriving = file;
    }

    void end(FileEnd end) {
        if (arriving != null) {
            arriving.close();
            arriving = null;
        }
        ends.add(end);
    }

    /** In the order of the files. */
    List<FileEnd> ends() {
        return ends;
    }
}
