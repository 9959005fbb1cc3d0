package io.vsl.status;

import io.vsl.job.Job;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a file is called once it is saved: {@code flux-schnell-2026-01-01-<jobId>.webp}, of others than the first original
 * with what they are, {@code …-thumbnail.jpg}. The day is that of the request, in UTC. All of it is plain ASCII, which every
 * browser reads alike in a header (RFC 6266, appendix D).
 */
final class DownloadName {

    private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9._-]+|^[.-]+");

    private static final Pattern ORIGINAL = Pattern.compile("^original");

    private DownloadName() {}

    /** @param file its name in S3, {@code original-1.webp} */
    static String of(Job job, String file) {
        String model = OTHERS.matcher(Objects.requireNonNull(job.modelId())).replaceAll("-");
        String day = LocalDate.ofInstant(job.createdAt(), ZoneOffset.UTC).toString();
        String rest = ORIGINAL.matcher(file).replaceFirst("");
        String between = rest.startsWith(".") || rest.startsWith("-") ? "" : "-";
        return model + "-" + day + "-" + job.jobId() + between + rest;
    }
}
