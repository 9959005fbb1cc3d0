package io.vsl.platform.feed;

import io.vsl.job.JobEvent;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.LogFollower.Place;
import io.vsl.platform.kafka.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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
import java.util.function.Predicate;
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
    private final Map<Interest, Set<Follower>> followers = new HashMap<>();
    private final Deque<Recent> recent = new ArrayDeque<>();
    private final Map<UUID, List<Recent>> recentByJob = new HashMap<>();
    /** By topic and partition: what is in {@code recent} begins there, and is read on there; then the end at the start. */
    private long[][] begins = {};

    private long[][] next = {};
    private long[][] ends = {};
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

    private record Recent(FeedEvent event, int topic, int partition, long offset, long size) {}

    /** @param from events that stand before it are known to the follower; null: none are */
    private record Follower(FeedListener listener, @Nullable LogPosition from) {

        void told(Recent told) {
            if (from == null || told.offset() >= from.next(told.topic(), told.partition())) {
                listener.told(told.event());
            }
        }
    }

    /** These are read now. */
    synchronized void reads(List<Range> ranges) {
        for (Range range : ranges) {
            int topic = topics.indexOf(range.topic());
            begins = with(begins, topic, range.partition(), range.from());
            next = with(next, topic, range.partition(), range.from());
            ends = with(ends, topic, range.partition(), range.to());
        }
    }

    private long[][] with(long[][] offsets, int topic, int partition, long offset) {
        long[][] all = Arrays.copyOf(offsets, topics.size());
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i] == null ? new long[0] : all[i];
        }
        all[topic] = Arrays.copyOf(all[topic], Math.max(all[topic].length, partition + 1));
        all[topic][partition] = offset;
        return all;
    }

    /** Whether all has been read that there was when the reading began. */
    synchronized boolean isCaughtUp() {
        for (int topic = 0; topic < next.length; topic++) {
            for (int partition = 0; partition < next[topic].length; partition++) {
                if (next[topic][partition] < ends[topic][partition]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether a stage that has come so far has done all that is not among what is kept here. */
    synchronized boolean isCovered(List<Place> done) {
        return done.stream().allMatch(place -> place.offset() >= begins(place));
    }

    private long begins(Place place) {
        int topic = topics.indexOf(place.topic());
        return topic < begins.length && place.partition() < begins[topic].length ? begins[topic][place.partition()] : 0;
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
        int topic = topics.indexOf(record.topic());
        next[topic][record.partition()] = record.offset() + 1;
        read.apply(record).filter(event -> !isKnown(event)).ifPresent(event -> {
            Recent told = new Recent(
                    new FeedEvent(event.type(), event.job(), position()),
                    topic,
                    record.partition(),
                    record.offset(),
                    (long) record.value().length * GROWTH + OVERHEAD);
            keep(told);
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

    private LogPosition position() {
        return new LogPosition(Arrays.stream(next).map(long[]::clone).toArray(long[][]::new));
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
            begins[oldest.topic()][oldest.partition()] = oldest.offset() + 1;
            recentByJob.computeIfPresent(oldest.event().job().jobId(), (job, events) -> {
                events.remove(oldest);
                return events.isEmpty() ? null : events;
            });
        }
    }

    /**
     * From now on, with what was told lately.
     *
     * @param after where the follower was; null: of a job or a batch at the beginning, of a user it is now
     */
    synchronized Subscription subscribe(Interest interest, @Nullable LogPosition after, FeedListener listener) {
        boolean isResumed = after == null || interest instanceof Interest.OfBatch || isKept(after);
        Follower follower = new Follower(listener, isResumed ? after : null);
        List<FeedEvent> told = isResumed ? recent(interest, after) : List.of();
        followers.computeIfAbsent(interest, none -> new LinkedHashSet<>()).add(follower);
        return new Subscription(told, isResumed, () -> unsubscribe(interest, follower));
    }

    private List<FeedEvent> recent(Interest interest, @Nullable LogPosition after) {
        return switch (interest) {
            case Interest.OfJob job ->
                recentByJob.getOrDefault(job.jobId(), List.of()).stream()
                        .map(Recent::event)
                        .toList();
            case Interest.OfBatch batch -> recent(interest, told -> after == null || isAfter(told, after));
            case Interest.OfUser user -> after == null ? List.of() : recent(interest, told -> isAfter(told, after));
            case Interest.All all -> after == null ? List.of() : recent(interest, told -> isAfter(told, after));
        };
    }

    private List<FeedEvent> recent(Interest interest, Predicate<Recent> wanted) {
        return recent.stream()
                .filter(wanted)
                .map(Recent::event)
                .filter(event -> Interest.in(event.job()).contains(interest))
                .toList();
    }

    private static boolean isAfter(Recent told, LogPosition position) {
        return told.offset() >= position.next(told.topic(), told.partition());
    }

    /** Whether all that came after it is kept here, or is still to come. */
    private boolean isKept(LogPosition after) {
        for (int topic = 0; topic < begins.length; topic++) {
            for (int partition = 0; partition < begins[topic].length; partition++) {
                if (after.next(topic, partition) < begins[topic][partition]) {
                    return false;
                }
            }
        }
        return true;
    }

    private synchronized void unsubscribe(Interest interest, Follower follower) {
        followers.computeIfPresent(interest, (key, all) -> {
            all.remove(follower);
            return all.isEmpty() ? null : all;
        });
    }

    /** Nothing more can be told to those who follow now. */
    void lost() {
        List<Follower> all;
        synchronized (this) {
            all = followers.values().stream().flatMap(Set::stream).toList();
            followers.clear();
        }
        all.forEach(follower -> follower.listener().lost());
    }
}
