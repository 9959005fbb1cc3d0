/**
 * The files of a job's input: {@code inputs.requested} in; files in S3, and {@code attempt.requested} or an outcome out. What
 * is wrong with one ends its job before anything is sent to a provider.
 */
@NullMarked
package io.vsl.inputs;

import org.jspecify.annotations.NullMarked;
