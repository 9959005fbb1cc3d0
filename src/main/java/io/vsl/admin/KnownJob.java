package io.vsl.admin;

import io.vsl.job.Versioned;
import java.time.Instant;
import java.util.UUID;

/**
 * A job as the log tells of it, small enough that very many can be held.
 *
 * @param fingerprint of the job in its newest snapshot
 */
record KnownJob(long version, UUID fingerprint, boolean ended, Instant lastChangedAt) implements Versioned {}
