package io.vsl.store;

import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import java.io.Serial;

/** A file can't be kept, now or later. The message goes on from it: {@code is larger than …}. */
final class CantStore extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    CantStore(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The same, of a job with so many more files that can't be kept. */
    CantStore beside(int others) {
        return others == 0
                ? this
                : new CantStore(
                        code, "%s. None of the other files (%d) can be kept either".formatted(getMessage(), others));
    }

    /** Of a job that has no other file. */
    JobError error() {
        return JobError.of(code, "The output " + getMessage());
    }
}
