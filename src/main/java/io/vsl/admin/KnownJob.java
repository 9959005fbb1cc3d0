package io.vsl.admin;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as the log tells of it, small enough that very many can be held.
 *
 * @param fingerprint      of the job in its newest snapshot
 * @param outcome          fingerprint of the first event on job.completed; null while there is none
 * @param isOutcomeChanged whether another one there says something else
 */
record KnownJob(long version, UUID fingerprint, boolean ended, Instant endedOrCreatedAt, @Nullable UUID outcome,
        boolean isOutcomeChanged) {
}
