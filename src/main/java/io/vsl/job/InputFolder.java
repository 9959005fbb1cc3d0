package io.vsl.job;

import java.util.UUID;

/** Where files lie that are inputs: below {@code temp/}, where all goes after a day. */
public final class InputFolder {

    /** Of all that goes after a day. */
    static final String ROOT = "temp/";

    private static final String UPLOADS = ROOT + "uploads/";

    private InputFolder() {}

    /** {@code temp/uploads/user123/<id>}: a user's own, so that nobody can name another's. */
    public static String ofUpload(String userId, UUID id) {
        return UPLOADS + userId + "/" + id;
    }

    /** {@code temp/<jobId>/input-0.png}, beside what else there is of a job on its way. */
    public static String of(Job job, int index, String extension) {
        return "%s/input-%d.%s".formatted(MediaFolder.ofProgress(job), index, extension);
    }
}
