package io.vsl.job;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;

/** Where the files of a job are: the place follows from the job alone. */
public final class MediaFolder {

    private static final Map<MediaType, String> FOLDERS =
            Map.of(MediaType.IMAGE, "images", MediaType.VIDEO, "videos", MediaType.AUDIO, "audio");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");

    private MediaFolder() {}

    /** {@code images/user123/2026/01/01/<jobId>}, with the day on which the job was created, in UTC. */
    public static String of(Job job) {
        return "%s/%s/%s/%s"
                .formatted(
                        FOLDERS.get(Objects.requireNonNull(job.mediaType(), "mediaType")),
                        Objects.requireNonNull(job.userId(), "userId"),
                        DAY.format(LocalDate.ofInstant(job.createdAt(), ZoneOffset.UTC)),
                        job.jobId());
    }

    /** Whether that folder is the job's own: a record may say any. */
    public static boolean isOf(Job job, String folder) {
        return job.mediaType() != null && job.userId() != null && folder.equals(of(job));
    }

    /** Where it is kept how far the storing of its files has come. */
    public static String ofProgress(Job job) {
        return "temp/" + job.jobId();
    }
}
