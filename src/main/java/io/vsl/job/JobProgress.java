package io.vsl.job;

/**
 * How far a job has come.
 *
 * @param attempts how many runs of it have been asked for
 * @param sequence of the event that left it so: a later event of the job has a higher one, and the same event always the
 *                 same. Some may be missing between
 */
public record JobProgress(int attempts, int sequence) {

    static final JobProgress ACCEPTED = new JobProgress(0, 1);

    private static final int MOST = 2 * AttemptContext.MAX_ATTEMPT + 3;

    public JobProgress {
        Storable.require(
                attempts >= 0 && attempts <= AttemptContext.MAX_ATTEMPT,
                "attempts",
                "must be 0 to " + AttemptContext.MAX_ATTEMPT);
        Storable.require(sequence >= 1 && sequence <= MOST, "sequence", "must be 1 to " + MOST);
    }

    static JobProgress started(int attempt) {
        return new JobProgress(attempt, 2 * attempt);
    }

    static JobProgress generated(int attempt) {
        return new JobProgress(attempt, 2 * attempt + 1);
    }

    /** After so many attempts, whatever they came to. */
    static JobProgress ended(int attempts) {
        return new JobProgress(attempts, 2 * attempts + 2);
    }

    /** After the outcome, when its files are gone. */
    static JobProgress mediaDeleted(int attempts) {
        return new JobProgress(attempts, 2 * attempts + 3);
    }
}
