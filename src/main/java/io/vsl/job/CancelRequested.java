package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a job to end. Written by the REST API and by anyone with write access, read by cancel. Key: the jobId.
 *
 * <pre>{@code {"reason":"not needed any more"}}</pre>
 *
 * @param reason for people; null when none was given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CancelRequested(@Nullable String reason) {}
