package io.vsl.store;

import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import java.io.Serial;

/** An output can't be kept, now or later: the job ends with this error. */
final class CantStore extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient JobError error;

    CantStore(ErrorCode code, String message) {
        super(message);
        this.error = JobError.of(code, message);
    }

    JobError error() {
        return error;
    }
}
