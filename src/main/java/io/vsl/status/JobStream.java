package io.vsl.status;

import io.vsl.job.Job;
import io.vsl.job.JobEventType;
import io.vsl.platform.feed.FeedEvent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of one job, each once and in the order of their sequence, until its last. An event that comes after a later
 * one says nothing new, and is left out.
 */
final class JobStream extends FollowedStream {

    private final int after;
    private int last;
    private boolean isOver;

    /** @param after the sequence of the last event that the reader has; 0 when it has none */
    JobStream(String owner, int after, ShowEvent show) {
        super(owner, show);
        this.after = after;
        this.last = after;
    }

    /**
     * What has happened, before anything is sent.
     *
     * @param known in their order
     * @param now   the job as it is, where that may be more than is known; null otherwise
     */
    synchronized void begin(List<FeedEvent> known, @Nullable Job now) {
        Stream<byte[]> texts = texts(known);
        if (!isOver && now != null && now.sequence() > last) {
            last = now.sequence();
            isOver = now.isTerminal();
            texts = Stream.concat(texts, Stream.of(show.resync(now, Integer.toString(last))));
        }
        beginsWith(texts);
    }

    @Override
    @Nullable
    String idAfter(FeedEvent event) {
        boolean isLast = event.type() == JobEventType.COMPLETED;
        // The last is told even to a reader that says it was further.
        boolean isNews = !isOver && (event.sequence() > last || isLast && event.sequence() != after);
        isOver = isOver || isLast;
        if (!isNews) {
            return null;
        }
        last = event.sequence();
        return Integer.toString(last);
    }

    @Override
    boolean isOver() {
        return isOver;
    }
}
