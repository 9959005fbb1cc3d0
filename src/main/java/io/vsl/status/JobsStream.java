package io.vsl.status;

import io.vsl.platform.feed.FeedEvent;
import io.vsl.platform.feed.FeedListener;
import io.vsl.platform.http.EventSink;
import io.vsl.platform.http.EventSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of all jobs of a user, from now on or from where the reader was, without end. */
final class JobsStream implements EventSource, FeedListener {

    private final String owner;
    private final ShowEvent show;
    private final List<FeedEvent> early = new ArrayList<>();
    private List<FeedEvent> past = List.of();
    private boolean isResumed = true;
    private Runnable close = () -> {};
    private @Nullable EventSink sink;
    private boolean isLost;

    JobsStream(String owner, ShowEvent show) {
        this.owner = owner;
        this.show = show;
    }

    /**
     * Before anything is sent.
     *
     * @param closing ends the subscription behind it
     * @param known   what came after the reader left
     * @param resumed whether that is all of it
     */
    synchronized void follow(Runnable closing, List<FeedEvent> known, boolean resumed) {
        close = closing;
        past = known;
        isResumed = resumed;
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public synchronized Iterator<byte[]> past() {
        Stream<byte[]> resync = isResumed ? Stream.empty() : Stream.of(show.resync());
        return Stream.concat(resync, past.stream().map(this::text)).iterator();
    }

    private byte[] text(FeedEvent event) {
        return show.text(event, Objects.requireNonNull(event.position()).toString());
    }

    @Override
    public synchronized void begin(EventSink to) {
        sink = to;
        early.forEach(event -> to.send(text(event)));
        early.clear();
        if (isLost) {
            to.close();
        }
    }

    @Override
    public synchronized void told(FeedEvent event) {
        EventSink to = sink;
        if (to == null) {
            early.add(event);
        } else {
            to.send(text(event));
        }
    }

    @Override
    public synchronized void lost() {
        isLost = true;
        if (sink != null) {
            sink.close();
        }
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
