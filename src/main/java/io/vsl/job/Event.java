package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/**
 * Something that happened to a job. Its JSON is the job after it, with what the next stage needs beside the job's
 * own members. Key: the jobId.
 *
 * <p>An event's id follows from what it says, so that writing it twice gives the same id.
 */
public sealed interface Event permits JobEvent, StageEvent {

    /** The job after the event. */
    Job job();

    /** {@code job.accepted}: the topic's name without its prefix, and the type's in CloudEvents. */
    @JsonIgnore
    String topic();

    /** When it happened; the same on every redelivery. */
    @JsonIgnore
    Instant time();

    /** Unique to the event, the same on every redelivery: {@code <jobId>/<what>[/<attempt>]}. */
    @JsonIgnore
    String id();
}
