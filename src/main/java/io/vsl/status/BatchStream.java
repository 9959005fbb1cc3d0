package io.vsl.status;

import io.vsl.job.Job;
import io.vsl.job.JobEventType;
import io.vsl.platform.feed.FeedEvent;
import io.vsl.platform.feed.LogPosition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of all jobs of a batch, each once and of each job in the order of their sequence, until its last has ended. */
final class BatchStream extends FollowedStream {

    private final Set<UUID> open = new HashSet<>();
    private final Set<UUID> ended = new HashSet<>();
    /** By job, of the last event that is known. */
    private final Map<UUID, Integer> sequences = new HashMap<>();
    /** Of the reader. */
    private LogPosition position;

    /** @param after where the reader was */
    BatchStream(String owner, LogPosition after, ShowEvent show) {
        super(owner, show);
        this.position = after;
    }

    /**
     * What has happened, before anything is sent.
     *
     * @param jobs       that are known to be of the batch
     * @param known      all that has happened to them, also what the reader has, of each partition in its order
     * @param isComplete whether that is certain
     */
    synchronized void begin(Collection<UUID> jobs, List<FeedEvent> known, boolean isComplete) {
        open.addAll(jobs);
        Stream<byte[]> resync = isComplete ? Stream.empty() : Stream.of(show.resync());
        beginsWith(Stream.concat(resync, texts(known)));
    }

    @Override
    @Nullable
    String idAfter(FeedEvent event) {
        boolean isNews = isNews(event) && !position.has(event.place());
        position = position.with(event.position());
        return isNews ? position.toString() : null;
    }

    /** Whatever the reader has: the last that ends ends the batch. */
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

    @Override
    boolean isOver() {
        return open.isEmpty() && !ended.isEmpty();
    }
}
