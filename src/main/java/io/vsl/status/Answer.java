package io.vsl.status;

import io.vsl.job.JobSnapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody says who was asked about a job. */
public sealed interface Answer {

    /** DynamoDB, which has the jobs of the last days. */
    record Recent(Optional<JobSnapshot> found) implements Answer {}

    /**
     * PostgreSQL, which has all.
     *
     * @param ended  whether the job has an outcome; it stands there before anybody is told
     * @param userId whose the job is: empty when it is nobody's, null when PostgreSQL can't say
     */
    record History(
            Optional<JobSnapshot> found,
            boolean ended,
            @Nullable String userId) implements Answer {}

    /** A store can't be asked. */
    record Away(Exception reason) implements Answer {}

    /** The sinks have had a moment. */
    record Later() implements Answer {}

    /** admit has looked at all requests that there were. */
    record AllAdmitted() implements Answer {}
}
