package io.vsl.render;

import io.vsl.job.JobStored;
import io.vsl.job.MediaType;
import io.vsl.job.Output;
import io.vsl.platform.Deadline;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.Remake;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is to be made of one job's files.
 *
 * @param folder for files of all tasks of this process
 */
public record RenderTask(PolledRecord polled, JobStored stored, Path folder) {

    /**
     * One file that something may be made of.
     *
     * @param index    of its output, counted from 0
     * @param deadline of all files of the job together, within the time of its poll
     */
    public record Part(RenderTask task, int index, Deadline deadline) {

        Output output() {
            return task.stored.stored().outputs().get(index);
        }

        /** Where it is in S3. */
        public String key() {
            return task.s3Path() + "/" + output().file();
        }

        /** Where it is while something is made of it; it goes when the task ends, however it ends. */
        Path file() {
            return task.file(index);
        }

        /** {@code thumbnail-1.jpg} of {@code original-1.png}. */
        String nameBeside(String name, String extension) {
            String file = output().file();
            int number = file.indexOf('-');
            String numbered = number < 0 ? name : name + file.substring(number, file.lastIndexOf('.'));
            return numbered + "." + extension;
        }
    }

    /** Whether the files alone are to be made again, and nothing is to follow from it. */
    public boolean isRemake() {
        return Remake.is(polled.consumed());
    }

    /** Those that are media, to be done with by that time. */
    List<Part> parts(Deadline deadline) {
        return IntStream.range(0, stored.stored().outputs().size())
                .filter(index -> MediaType.ofContent(
                                stored.stored().outputs().get(index).contentType())
                        .isPresent())
                .mapToObj(index -> new Part(this, index, deadline))
                .toList();
    }

    Path file(int index) {
        return folder.resolve(polled.consumed().position() + "-" + index);
    }

    String s3Path() {
        return stored.stored().s3Path();
    }

    /** The key of {@code metadata.json}, which is written last: where it is, all else is. */
    public String metadataKey() {
        return s3Path() + "/metadata.json";
    }
}
