package io.vsl.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.JobGenerated;
import io.vsl.job.MediaFolder;
import io.vsl.platform.stage.PolledRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The storing of one job's files, which are worked on side by side.
 *
 * <p>The keys follow from the job alone, {@code images/user123/2026/01/01/<jobId>/…}, with the day on which the job
 * was created, in UTC, and the files are numbered as they stand in the model's output: storing it again writes the same
 * objects.
 */
public final class StoreTask {

    /** Of a result's values, in characters: each status answer has them. */
    private static final int LARGE = 64 << 10;

    /** Most files are fetched in less; what is cut off after so long is soon fetched again. */
    private static final Duration LEAST_TIME = Duration.ofSeconds(10);

    private final PolledRecord polled;
    private final JobGenerated generated;
    private final List<Part> parts = new ArrayList<>();

    StoreTask(PolledRecord polled, JobGenerated generated) {
        this.polled = polled;
        this.generated = generated;
        for (String url : generated.outputUrls()) {
            parts.add(new Part(this, parts.size(), generated.outputPlaces().get(parts.size()), url));
        }
        if (generated.outputsGone() == null && (parts.isEmpty() || areLarge(generated.values()))) {
            parts.add(new Part(this, parts.size(), "", null));
        }
    }

    /**
     * One file on its way.
     *
     * @param index counted from 0
     * @param place where it stands in the model's output, a JSON pointer
     * @param url   null of the values, which become a file
     */
    public record Part(
            StoreTask task,
            int index,
            String place,
            @Nullable String url) {

        /** {@code original.png}, {@code original-1.png}, …; {@code output.txt} or {@code output.json} of the values. */
        String fileName(String name, String extension) {
            String numbered = index == 0 ? name : name + "-" + index;
            return (url == null ? "output" : numbered) + "." + extension;
        }
    }

    /** @throws NotYet when its poll has too little time left for its files, or for another of them */
    void requireTime() throws NotYet {
        if (polled.end().left().compareTo(LEAST_TIME) < 0) {
            throw NotYet.noTime();
        }
    }

    boolean isTimeOver() {
        return polled.end().isOver();
    }

    PolledRecord polled() {
        return polled;
    }

    JobGenerated generated() {
        return generated;
    }

    private static boolean areLarge(Map<String, JsonNode> values) {
        return values.values().stream()
                        .mapToLong(value -> value.toString().length())
                        .sum()
                > LARGE;
    }

    /** Whether the values are kept as a file: there is no other, or they are large. */
    boolean areValuesAFile() {
        return !parts.isEmpty() && parts.getLast().url() == null;
    }

    /** What that file says: a value that is the whole output stands for itself, others stand by their places. */
    Object said() {
        JsonNode whole = generated.values().get("");
        return whole == null ? generated.values() : whole;
    }

    String s3Path() {
        return MediaFolder.of(generated.job());
    }

    /** The key of {@code stored.json}, which is written last: where it is, the files are. */
    public String storedKey() {
        return s3Path() + "/stored.json";
    }

    /** Where it stands what is stored already, while others are waited for. */
    public String progressKey() {
        return "%s/stored-%d.json".formatted(MediaFolder.ofProgress(generated.job()), generated.attempt());
    }

    /** Whether an earlier try may have stored some: it was postponed before, or another event told of the outputs. */
    public boolean isMaybeBegun() {
        return polled.isAgain() || generated.outputsGone() != null;
    }

    List<Part> parts() {
        return parts;
    }
}
