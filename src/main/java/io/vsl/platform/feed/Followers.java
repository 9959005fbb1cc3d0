package io.vsl.platform.feed;

import io.vsl.job.JobEvent;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.LogFollower.Place;
import io.vsl.platform.kafka.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who follows which jobs, and what happened lately: so much of it as may be kept, so that who comes now, or comes back, is
 * told what stores do not have yet. An event that was told lately is not told again. Used by many threads.
 */
final class Followers {

    /** Of an event beside its bytes. */
    private static final int OVERHEAD = 512;

    /** An event in memory is larger than its bytes. */
    private static final int GROWTH = 3;

    private final List<String> topics;
    private final long most;
    private final Function<Consumed, Optional<JobEvent>> read;
    private final Map<Interest, Set<FeedListener>> followers = new HashMap<>();
    private final Deque<Recent> recent = new ArrayDeque<>();
    private final Map<UUID, List<Recent>> recentByJob = new HashMap<>();
    /** Where what is in {@code recent} begins. */
    private LogPosition begins = LogPosition.NONE;

    /** Where it is read on. */
    private LogPosition next = LogPosition.NONE;

    /** Where the log ended when the reading began. */
    private LogPosition ends = LogPosition.NONE;

    private long size;

    /**
     * @param topics that are read, by whose order positions go
     * @param most   bytes of recent events, as they are in memory
     * @param read   the event in a record; none in one that has none
     */
    Followers(List<String> topics, long most, Function<Consumed, Optional<JobEvent>> read) {
        this.topics = topics;
        this.most = most;
        this.read = read;
    }

    private record Recent(FeedEvent event, long size) {}

    /** These are read now. */
    synchronized void reads(List<Range> ranges) {
        for (Range range : ranges) {
            int topic = topics.indexOf(range.topic());
            begins = begins.at(topic, range.partition(), range.from());
            next = next.at(topic, range.partition(), range.from());
            ends = ends.at(topic, range.partition(), range.to());
        }
    }

    /** Whether all has been read that there was when the reading began. */
    synchronized boolean isCaughtUp() {
        return next.covers(ends);
    }

    /** Whether a stage that has come so far has done all that is not among what is kept here. */
    synchronized boolean isCovered(LogPosition done) {
        return done.covers(begins);
    }

    /** By the order of the topics. */
    LogPosition position(List<Place> places) {
        LogPosition position = LogPosition.NONE;
        for (Place place : places) {
            position = position.at(topics.indexOf(place.topic()), place.partition(), place.offset());
        }
        return position;
    }

    synchronized boolean areNone() {
        return followers.isEmpty();
    }

    /** Tells what has come: of several partitions first what was written first, of each in its order. */
    synchronized void tell(List<Consumed> polled) {
        Map<String, Deque<Consumed>> byPlace = new LinkedHashMap<>();
        polled.forEach(record -> byPlace.computeIfAbsent(
                        record.topic() + "-" + record.partition(), place -> new ArrayDeque<>())
                .add(record));
        Collection<Deque<Consumed>> open = byPlace.values();
        while (!open.isEmpty()) {
            Deque<Consumed> first = open.stream()
                    .min(Comparator.comparing(records -> records.element().timestamp()))
                    .orElseThrow();
            tell(first.remove());
            open.removeIf(Deque::isEmpty);
        }
    }

    private void tell(Consumed record) {
        LogPlace place = new LogPlace(topics.indexOf(record.topic()), record.partition(), record.offset());
        next = next.past(place);
        read.apply(record).filter(event -> !isKnown(event)).ifPresent(event -> {
            FeedEvent told = new FeedEvent(event.type(), event.job(), place, next);
            keep(new Recent(told, (long) record.value().length * GROWTH + OVERHEAD));
            for (Interest interest : Interest.in(event.job())) {
                followers.getOrDefault(interest, Set.of()).forEach(follower -> follower.told(told));
            }
        });
    }

    /** Or says less than what was told of its job. */
    private boolean isKnown(JobEvent event) {
        return recentByJob.getOrDefault(event.job().jobId(), List.of()).stream()
                .anyMatch(told -> told.event().sequence() >= event.job().sequence());
    }

    private void keep(Recent told) {
        recent.add(told);
        recentByJob
                .computeIfAbsent(told.event().job().jobId(), job -> new ArrayList<>())
                .add(told);
        size += told.size();
        while (size > most) {
            Recent oldest = recent.remove();
            size -= oldest.size();
            begins = begins.past(oldest.event().place());
            recentByJob.computeIfPresent(oldest.event().job().jobId(), (job, events) -> {
                events.remove(oldest);
                return events.isEmpty() ? null : events;
            });
        }
    }

    /**
     * From now on, with what was told lately.
     *
     * @param after where the follower of a user's jobs was; null: of these it begins now
     */
    synchronized Subscription subscribe(Interest interest, @Nullable LogPosition after, FeedListener listener) {
        boolean isResumed = after == null || after.covers(begins);
        List<FeedEvent> told = isResumed ? recent(interest, after) : List.of();
        followers.computeIfAbsent(interest, none -> new LinkedHashSet<>()).add(listener);
        return new Subscription(told, isResumed, () -> unsubscribe(interest, listener));
    }

    private List<FeedEvent> recent(Interest interest, @Nullable LogPosition after) {
        return switch (interest) {
            case Interest.OfJob job ->
                recentByJob.getOrDefault(job.jobId(), List.of()).stream()
                        .map(Recent::event)
                        .toList();
            case Interest.OfBatch batch -> recent(batch);
            case Interest.OfUser user -> recentAfter(user, after);
            case Interest.All all -> recentAfter(all, after);
        };
    }

    private List<FeedEvent> recentAfter(Interest interest, @Nullable LogPosition after) {
        return after == null
                ? List.of()
                : recent(interest).stream()
                        .filter(event -> !after.has(event.place()))
                        .toList();
    }

    private List<FeedEvent> recent(Interest interest) {
        return recent.stream()
                .map(Recent::event)
                .filter(event -> Interest.in(event.job()).contains(interest))
                .toList();
    }

    private synchronized void unsubscribe(Interest interest, FeedListener listener) {
        followers.computeIfPresent(interest, (key, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    /** Nothing more can be told to those who follow now. */
    void lost() {
        List<FeedListener> all;
        synchronized (this) {
            all = followers.values().stream().flatMap(Set::stream).toList();
            followers.clear();
        }
        all.forEach(FeedListener::lost);
    }
}
