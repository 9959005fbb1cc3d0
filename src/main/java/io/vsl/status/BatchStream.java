package io.vsl.status;

import io.vsl.job.Job;
import io.vsl.job.JobEventType;
import io.vsl.platform.feed.FeedEvent;
import io.vsl.platform.feed.FeedListener;
import io.vsl.platform.feed.LogPosition;
import io.vsl.platform.http.EventSink;
import io.vsl.platform.http.EventSource;
import io.vsl.stores.PlacedEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of all jobs of a batch, each once and of each job in the order of their sequence, until its last has ended. */
final class BatchStream implements EventSource, FeedListener {

    private final String owner;
    private final ShowEvent show;
    private final LogPosition after;
    private final List<FeedEvent> early = new ArrayList<>();
    private final Set<UUID> open = new HashSet<>();
    private final Set<UUID> ended = new HashSet<>();
    /** By job, of the last event that was told. */
    private final Map<UUID, Integer> sequences = new HashMap<>();

    private List<FeedEvent> past = List.of();
    private boolean isComplete = true;
    private boolean isLost;
    private Runnable close = () -> {};
    private @Nullable EventSink sink;

    /** @param after where the reader was */
    BatchStream(String owner, LogPosition after, ShowEvent show) {
        this.owner = owner;
        this.after = after;
        this.show = show;
    }

    /** @param closing ends the subscription behind it */
    synchronized void follow(Runnable closing) {
        close = closing;
    }

    /**
     * What has happened, before anything is sent.
     *
     * @param jobs     that are known to be of the batch
     * @param history  all that has happened to them, as far as PostgreSQL knows
     * @param topics   by whose order positions go
     * @param recent   what the feed knows beside it
     * @param complete whether both together are all that has happened
     */
    synchronized void begin(
            Collection<UUID> jobs,
            List<PlacedEvent> history,
            List<String> topics,
            List<FeedEvent> recent,
            boolean complete) {
        open.addAll(jobs);
        isComplete = complete;
        List<FeedEvent> known = new ArrayList<>();
        LogPosition position = after;
        // By topic, so of each job in order; of each partition in order, so that a position says what was told.
        for (PlacedEvent placed : history.stream()
                .sorted(Comparator.<PlacedEvent, Integer>comparing(placed -> topics.indexOf(placed.topic()))
                        .thenComparing(PlacedEvent::partition)
                        .thenComparing(PlacedEvent::offset))
                .toList()) {
            int topic = topics.indexOf(placed.topic());
            FeedEvent event = FeedEvent.of(placed.event());
            boolean isNews = isNews(event);
            if (placed.offset() >= after.next(topic, placed.partition())) {
                position = position.past(topic, placed.partition(), placed.offset());
                if (isNews) {
                    known.add(event.at(position));
                }
            }
        }
        recent.stream().filter(this::isNews).forEach(known::add);
        past = known;
    }

    /** And remembers it. */
    private boolean isNews(FeedEvent event) {
        Job job = event.job();
        Integer last = sequences.get(job.jobId());
        if (last != null && last >= job.sequence()) {
            return false;
        }
        sequences.put(job.jobId(), job.sequence());
        if (event.type() == JobEventType.COMPLETED) {
            ended.add(job.jobId());
            open.remove(job.jobId());
        } else if (!ended.contains(job.jobId())) {
            open.add(job.jobId());
        }
        return true;
    }

    private boolean isOver() {
        return open.isEmpty() && !ended.isEmpty();
    }

    /** Whether the reader has all there will ever be. */
    synchronized boolean hasNothingToTell() {
        return isOver() && past.isEmpty() && isComplete;
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public synchronized Iterator<byte[]> past() {
        Stream<byte[]> resync = isComplete ? Stream.empty() : Stream.of(show.resync());
        return Stream.concat(resync, past.stream().map(this::text)).iterator();
    }

    private byte[] text(FeedEvent event) {
        return show.text(event, Objects.requireNonNull(event.position()).toString());
    }

    @Override
    public synchronized void begin(EventSink to) {
        sink = to;
        List<FeedEvent> waiting = List.copyOf(early);
        early.clear();
        waiting.forEach(this::told);
        closeIfOver(to);
    }

    @Override
    public synchronized void told(FeedEvent event) {
        EventSink to = sink;
        if (to == null) {
            early.add(event);
        } else if (isNews(event)) {
            to.send(text(event));
            closeIfOver(to);
        }
    }

    private void closeIfOver(EventSink to) {
        if (isOver() || isLost) {
            to.close();
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
