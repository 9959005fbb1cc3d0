package io.vsl.status;

import io.vsl.job.Job;
import io.vsl.job.JobEventType;
import io.vsl.platform.feed.FeedEvent;
import io.vsl.platform.feed.FeedListener;
import io.vsl.platform.http.EventSink;
import io.vsl.platform.http.EventSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one job, each once and in the order of their sequence, until its last. An event that comes after a later
 * one says nothing new, and is left out.
 */
final class JobStream implements EventSource, FeedListener {

    private final String owner;
    private final ShowEvent show;
    private final List<FeedEvent> early = new ArrayList<>();
    private List<byte[]> past = List.of();
    private Runnable close = () -> {};
    private @Nullable EventSink sink;
    private final int after;
    private int last;
    private boolean isOver;

    /** @param after the sequence of the last event that the reader has; 0 when it has none */
    JobStream(String owner, int after, ShowEvent show) {
        this.owner = owner;
        this.after = after;
        this.last = after;
        this.show = show;
    }

    /** @param closing ends the subscription behind it */
    synchronized void follow(Runnable closing) {
        close = closing;
    }

    /**
     * What has happened, before anything is sent.
     *
     * @param known in their order
     * @param now   the job as it is, where that may be more than is known; null otherwise
     */
    synchronized void begin(List<FeedEvent> known, @Nullable Job now) {
        List<byte[]> texts = new ArrayList<>();
        for (FeedEvent event : known) {
            if (isNews(event)) {
                texts.add(take(event));
            }
            isOver = isOver || event.type() == JobEventType.COMPLETED;
        }
        if (!isOver && now != null && now.sequence() > last) {
            last = now.sequence();
            isOver = now.isTerminal();
            texts.add(show.resync(now, Integer.toString(last)));
        }
        past = texts;
    }

    /** The last is told even to a reader that says it was further. */
    private boolean isNews(FeedEvent event) {
        boolean isLast = event.type() == JobEventType.COMPLETED && event.sequence() != after;
        return !isOver && (event.sequence() > last || isLast);
    }

    private byte[] take(FeedEvent event) {
        last = event.sequence();
        isOver = event.type() == JobEventType.COMPLETED;
        return show.text(event, Integer.toString(last));
    }

    /** Whether the reader has all there will ever be. */
    synchronized boolean hasNothingToTell() {
        return isOver && past.isEmpty();
    }

    @Override
    public synchronized void told(FeedEvent event) {
        EventSink to = sink;
        if (to == null) {
            early.add(event);
        } else {
            if (isNews(event)) {
                to.send(take(event));
            }
            isOver = isOver || event.type() == JobEventType.COMPLETED;
            closeIfOver(to);
        }
    }

    private void closeIfOver(EventSink to) {
        if (isOver) {
            to.close();
        }
    }

    @Override
    public synchronized void lost() {
        isOver = true;
        if (sink != null) {
            sink.close();
        }
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public synchronized Iterator<byte[]> past() {
        return past.iterator();
    }

    @Override
    public synchronized void begin(EventSink to) {
        sink = to;
        List<FeedEvent> waiting = List.copyOf(early);
        early.clear();
        closeIfOver(to);
        waiting.forEach(this::told);
    }

    @Override
    public void end() {
        Runnable closing;
        synchronized (this) {
            closing = close;
        }
        closing.run();
    }
}
