package io.vsl.store;

import io.vsl.job.JobGenerated;
import io.vsl.job.MediaType;
import io.vsl.job.Output;
import io.vsl.platform.stage.Item;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/**
 * The storing of one job's outputs, which are worked on side by side.
 *
 * <p>The keys follow from the job alone, {@code images/user123/2026/01/01/<jobId>/…}, with the day on which the job
 * was created, in UTC: storing it again writes the same objects.
 */
public final class StoreTask {

    private static final Map<MediaType, String> FOLDERS =
            Map.of(MediaType.IMAGE, "images", MediaType.VIDEO, "videos", MediaType.AUDIO, "audio");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");

    private final Item item;
    private final JobGenerated generated;
    private final Path workFolder;
    private final Map<Integer, Output> outputs = new ConcurrentSkipListMap<>();

    /** @param workFolder for files of all tasks of this process */
    StoreTask(Item item, JobGenerated generated, Path workFolder) {
        this.item = item;
        this.generated = generated;
        this.workFolder = workFolder;
    }

    /**
     * One output on its way.
     *
     * @param index counted from 0
     */
    public record Part(StoreTask task, int index, URI url) {

        /** {@code original.png}, {@code original-1.png}, … */
        String fileName(String name, String extension) {
            return (index == 0 ? name : name + "-" + index) + "." + extension;
        }

        /** Where the output is while it is on its way; it goes when the task ends, however it ends. */
        Path file() {
            return task.workFolder.resolve(task.item.consumed().position() + "-" + index);
        }
    }

    Item item() {
        return item;
    }

    JobGenerated generated() {
        return generated;
    }

    String s3Path() {
        String day = DAY.format(LocalDate.ofInstant(generated.job().createdAt(), ZoneOffset.UTC));
        return "%s/%s/%s/%s".formatted(FOLDERS.get(Objects.requireNonNull(generated.job().mediaType())),
                generated.job().userId(), day, generated.job().jobId());
    }

    /** The key of {@code metadata.json}, which is written last: where it is, all else is. */
    public String metadataKey() {
        return s3Path() + "/metadata.json";
    }

    public List<Part> parts() {
        List<URI> urls = generated.outputUrls();
        return IntStream.range(0, urls.size()).mapToObj(index -> new Part(this, index, urls.get(index))).toList();
    }

    void stored(Part part, Output output) {
        outputs.put(part.index(), output);
    }

    /** In the order of the parts. */
    List<Output> outputs() {
        return List.copyOf(outputs.values());
    }
}
