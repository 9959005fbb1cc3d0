package io.vsl.compile;

import io.vsl.job.ErrorCode;
import io.vsl.job.JobError;
import java.io.Serial;

/** A compilation can't be made, now or later. */
final class CantCompile extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** @param message for people */
    CantCompile(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    JobError error() {
        return JobError.of(code, String.valueOf(getMessage()));
    }
}
