package io.vsl.platform.feed;

import io.vsl.job.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Which jobs somebody follows. */
public sealed interface Interest {

    record OfJob(UUID jobId) implements Interest {}

    /** A batch is its user's: others may have given theirs the same id. */
    record OfBatch(String userId, UUID batchId) implements Interest {}

    record OfUser(String userId) implements Interest {}

    record All() implements Interest {}

    /** Everyone who may follow that job. */
    static List<Interest> in(Job job) {
        List<Interest> interests = new ArrayList<>(List.of(new OfJob(job.jobId()), new All()));
        if (job.userId() != null) {
            interests.add(new OfUser(job.userId()));
            if (job.batchId() != null) {
                interests.add(new OfBatch(job.userId(), job.batchId()));
            }
        }
        return interests;
    }
}
