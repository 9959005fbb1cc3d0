package io.vsl.platform.feed;

import java.util.List;

/**
 * What somebody who follows is told from now on comes after this.
 *
 * @param recent    what was told lately: of a job or a batch all that is known, of a user what came after the position that was named
 * @param isResumed whether nothing lies between the position that was named and this; true when none was
 * @param close     ends it; may be run again
 */
public record Subscription(List<FeedEvent> recent, boolean isResumed, Runnable close) {}
