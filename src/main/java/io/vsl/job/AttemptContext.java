package io.vsl.job;

/**
 * What the stages after Replicate need to know of a job: it goes there with the prediction and comes back with the
 * webhook, so that nobody has to look it up.
 *
 * @param job     as it was accepted
 * @param attempt counted from 1
 */
public record AttemptContext(Job job, int attempt) {
}
