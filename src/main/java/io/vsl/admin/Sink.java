package io.vsl.admin;

import io.vsl.platform.KeptJob;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A store that a stage folds the log into.
 *
 * @param stage   which one
 * @param clear   forgets all jobs
 * @param find    those of some jobs that are there
 * @param mayLack whether the store may have forgotten a job by itself
 */
record Sink(String stage, Runnable clear, Function<Collection<UUID>, Map<UUID, KeptJob>> find,
        Predicate<KnownJob> mayLack) {
}
