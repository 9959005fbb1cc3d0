package io.vsl.provider;

import io.vsl.job.PredictionRequest;

/**
 * What a provider is to be asked for.
 *
 * @param webhook    where it is to tell of the end, with our context
 * @param sendBefore of {@link System#nanoTime}: later it must not be sent any more
 */
public record Submission(PredictionRequest prediction, String webhook, long sendBefore) {}
