package io.vsl.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run at a provider.
 *
 * @param createdAt by the provider's clock; null when it isn't said
 * @param ran       for how long
 * @param report    what was said of it
 */
public record Prediction(String id, @Nullable Instant createdAt, Progress progress, Ran ran, Report report)
        implements Reading {}
