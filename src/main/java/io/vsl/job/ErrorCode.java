package io.vsl.job;

/** Why a job has no result. The names are part of the contract: programs decide by them. */
public enum ErrorCode {
    /** The request itself is wrong; the message names the fields. */
    VALIDATION_FAILED(false),
    /** When its turn came it cost more than was left of the user's budget; nothing was sent. */
    BUDGET_EXCEEDED(false),
    /** A file that the request names can't be used: it is not there, too large or of another kind; nothing was sent. */
    INPUT_REJECTED(false),
    /** A file that the request names could not be had in time; nothing was sent. */
    INPUT_UNAVAILABLE(true),
    /** Replicate flagged the input or the output as sensitive. */
    CONTENT_FLAGGED(false),
    /** The model ended with an error of its own. */
    MODEL_ERROR(false),
    /** The model ran out of memory. */
    OUT_OF_MEMORY(false),
    /** Replicate interrupted the run or could not start it. */
    PROVIDER_INTERRUPTED(true),
    /** Replicate refused the request: the model is gone, or it takes other inputs. */
    PROVIDER_REJECTED(false),
    /** Replicate does not accept our token. */
    PROVIDER_AUTH(true),
    /** The Replicate account has no credit left. */
    INSUFFICIENT_CREDIT(true),
    /** A request was sent, and it could not be found out in time whether Replicate took it. */
    SUBMISSION_AMBIGUOUS(true),
    /** The run was ended because it took too long. */
    TIMEOUT(true),
    /** Somebody cancelled the run. */
    CANCELLED(false),
    /** The run succeeded without an output. */
    NO_OUTPUT(false),
    /** The output was no longer there when it was fetched. */
    OUTPUT_EXPIRED(true),
    /** The output can't be kept: too large, of another kind than asked for, or from a host that isn't allowed. */
    OUTPUT_REJECTED(false),
    /** A job that the compilation is made of has no such file: it isn't there, not completed, or its files are deleted. */
    SOURCE_UNAVAILABLE(false),
    /** The files can't be joined; the message says which, and why. */
    COMPILATION_FAILED(false);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether an attempt that ended so was made at no provider. */
    public boolean isBeforeSending() {
        return this == INPUT_REJECTED || this == INPUT_UNAVAILABLE;
    }

    /** Whether the same request, sent again as a new job, may well succeed. */
    public boolean isRetryable() {
        return retryable;
    }
}
