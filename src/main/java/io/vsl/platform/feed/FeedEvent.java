package io.vsl.platform.feed;

import io.vsl.job.Job;
import io.vsl.job.JobEvent;
import io.vsl.job.JobEventType;

/**
 * An event as it is told to those who follow.
 *
 * @param job      after it
 * @param place    where it stands
 * @param position of whoever told it, after it
 */
public record FeedEvent(JobEventType type, Job job, LogPlace place, LogPosition position) {

    /** By somebody who has read nothing else. */
    public static FeedEvent of(JobEvent event, LogPlace place) {
        return new FeedEvent(event.type(), event.job(), place, LogPosition.NONE.past(place));
    }

    public int sequence() {
        return job.sequence();
    }
}
