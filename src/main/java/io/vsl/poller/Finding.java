package io.vsl.poller;

import io.vsl.job.JobError;
import io.vsl.ledger.Evidence;
import io.vsl.ledger.OpenAttempt;
import io.vsl.provider.Prediction;
import org.jspecify.annotations.Nullable;

/** What was found out about an attempt. */
public sealed interface Finding {

    OpenAttempt attempt();

    /** Nothing new, for that reason: it is looked into again later. */
    record Nothing(OpenAttempt attempt, String reason) implements Finding {}

    /** There is no prediction: generate is to take it up again. Evidence is what shows that, where it was not known before. */
    record Absent(OpenAttempt attempt, @Nullable Evidence evidence) implements Finding {}

    /** That is its prediction, which may have ended. */
    record Found(OpenAttempt attempt, Prediction prediction) implements Finding {}

    /** What outputs it had can't be fetched any more, for that reason: store knows whether it has them. */
    record Gone(OpenAttempt attempt, String reason) implements Finding {}

    /** The job ends with that error. A prediction that may still run and cost is to be cancelled then. */
    record Over(OpenAttempt attempt, JobError error, boolean mayRun) implements Finding {}

    /** Nobody will find out what became of it: the job ends, and it is never sent again by itself. */
    record GivenUp(OpenAttempt attempt) implements Finding {}
}
