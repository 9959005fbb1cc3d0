package io.vsl.stores;

import org.jspecify.annotations.Nullable;

/**
 * A job as a store has it, unread.
 *
 * @param version  that the store guards its writes by; null where that is the document's own
 * @param document the JSON of a {@link io.vsl.job.JobSnapshot}, or whatever else stands in its place; null when the
 *                 store has left it out as too large
 */
public record KeptJob(@Nullable Long version, @Nullable String document) {}
