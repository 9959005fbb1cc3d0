package io.vsl.ledger;

import io.vsl.job.AttemptRequested;
import io.vsl.job.JobAccepted;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that somebody wants to be sent.
 *
 * @param subject  the caller's own, given back as it is
 * @param attempt  counted from 1
 * @param cause    why there is one beyond what follows from the acceptance; else null
 * @param accepted what is to be sent; null when it stands in the ledger, with the job's first attempt
 */
public record Wanted<S>(
        S subject,
        UUID jobId,
        int attempt,
        @Nullable String cause,
        @Nullable JobAccepted accepted) {

    /** The first of a job, which follows from its acceptance. */
    public static <S> Wanted<S> first(S subject, JobAccepted accepted) {
        return new Wanted<>(subject, accepted.job().jobId(), 1, null, accepted);
    }

    /** One that was asked for, by a record that may say what is to be sent. */
    public static <S> Wanted<S> requested(S subject, AttemptRequested asked) {
        return new Wanted<>(subject, asked.jobId(), asked.attempt(), asked.cause(), asked.accepted());
    }
}
