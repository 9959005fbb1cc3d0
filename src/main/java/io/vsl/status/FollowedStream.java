package io.vsl.status;

import io.vsl.platform.feed.FeedEvent;
import io.vsl.platform.feed.FeedListener;
import io.vsl.platform.http.EventSink;
import io.vsl.platform.http.EventSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Joins what the feed tells to the answer that streams it: first what is past, then what came meanwhile, then what comes. */
abstract class FollowedStream implements EventSource, FeedListener {

    final ShowEvent show;
    private final String owner;
    private final List<FeedEvent> early = new ArrayList<>();
    private Iterator<byte[]> past = Collections.emptyIterator();
    private Runnable close = () -> {};
    private @Nullable EventSink sink;
    private boolean isLost;

    FollowedStream(String owner, ShowEvent show) {
        this.owner = owner;
        this.show = show;
    }

    private record Told(FeedEvent event, String id) {}

    /**
     * Takes note of the next event.
     *
     * @return by what the stream is resumed after it; null when it says nothing new to the reader
     */
    abstract @Nullable String idAfter(FeedEvent event);

    /** Whether nothing more can come. */
    abstract boolean isOver();

    /** @param closing ends the subscription behind it */
    final synchronized void follow(Runnable closing) {
        close = closing;
    }

    /** Notes these now; their texts are made as the reader takes them. */
    final Stream<byte[]> texts(Collection<FeedEvent> events) {
        List<Told> told = new ArrayList<>();
        for (FeedEvent event : events) {
            String id = idAfter(event);
            if (id != null) {
                told.add(new Told(event, id));
            }
        }
        return told.stream().map(each -> show.text(each.event(), each.id()));
    }

    final void beginsWith(Stream<byte[]> texts) {
        past = texts.iterator();
    }

    /** Whether the reader has all there will ever be. */
    final synchronized boolean hasNothingToTell() {
        return isOver() && !past.hasNext();
    }

    @Override
    public final String owner() {
        return owner;
    }

    @Override
    public final synchronized Iterator<byte[]> past() {
        return past;
    }

    @Override
    public final synchronized void begin(EventSink to) {
        sink = to;
        texts(early).forEach(to::send);
        early.clear();
        closeIfOver(to);
    }

    @Override
    public final synchronized void told(FeedEvent event) {
        EventSink to = sink;
        if (to == null) {
            early.add(event);
        } else {
            texts(List.of(event)).forEach(to::send);
            closeIfOver(to);
        }
    }

    @Override
    public final synchronized void lost() {
        isLost = true;
        if (sink != null) {
            sink.close();
        }
    }

    private void closeIfOver(EventSink to) {
        if (isOver() || isLost) {
            to.close();
        }
    }

    @Override
    public final void end() {
        Runnable closing;
        synchronized (this) {
            closing = close;
        }
        closing.run();
    }
}
