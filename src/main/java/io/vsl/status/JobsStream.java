package io.vsl.status;

import io.vsl.platform.feed.FeedEvent;
import io.vsl.platform.feed.LogPosition;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of all jobs of a user, from now on or from where the reader was, without end. */
final class JobsStream extends FollowedStream {

    /** Of the reader; further than that of the feed, when it comes from a process that was. */
    private LogPosition position = LogPosition.NONE;

    JobsStream(String owner, ShowEvent show) {
        super(owner, show);
    }

    /**
     * Before anything is sent.
     *
     * @param after where the reader was; none: it begins now
     * @param known what came after that
     */
    synchronized void begin(LogPosition after, List<FeedEvent> known) {
        position = after;
        beginsWith(texts(known));
    }

    /** It can't go on where the reader was. */
    synchronized void beginAnew() {
        beginsWith(Stream.of(show.resync()));
    }

    @Override
    @Nullable
    String idAfter(FeedEvent event) {
        if (position.has(event.place())) {
            return null;
        }
        position = position.with(event.position());
        return position.toString();
    }

    @Override
    boolean isOver() {
        return false;
    }
}
