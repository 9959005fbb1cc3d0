package io.vsl.submit;

import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Recorded;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A batch of which at least one request is in order.
 *
 * @param items in the order given
 */
record TakenBatch(UUID batchId, List<Item> items) implements Recorded {

    /** One request of it; {@code reference} is the caller's own name for it. */
    sealed interface Item {

        int index();

        @Nullable
        String reference();
    }

    record Accepted(int index, @Nullable String reference, Job job, Outgoing record) implements Item {}

    record Refused(int index, @Nullable String reference, JobError error) implements Item {}

    Stream<Accepted> accepted() {
        return items.stream().filter(Accepted.class::isInstance).map(Accepted.class::cast);
    }

    Stream<Refused> refused() {
        return items.stream().filter(Refused.class::isInstance).map(Refused.class::cast);
    }

    @Override
    public List<Outgoing> records() {
        return accepted().map(Accepted::record).toList();
    }
}
