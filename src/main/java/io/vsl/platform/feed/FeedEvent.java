package io.vsl.platform.feed;

import io.vsl.job.Job;
import io.vsl.job.JobEvent;
import io.vsl.job.JobEventType;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is told to those who follow.
 *
 * @param job      after it
 * @param position of the log after it, by which whoever follows many jobs goes on; null where it was not asked for
 */
public record FeedEvent(
        JobEventType type, Job job, @Nullable LogPosition position) {

    public static FeedEvent of(JobEvent event) {
        return new FeedEvent(event.type(), event.job(), null);
    }

    public FeedEvent at(LogPosition other) {
        return new FeedEvent(type, job, other);
    }

    public int sequence() {
        return job.sequence();
    }
}
