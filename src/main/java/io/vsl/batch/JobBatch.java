package io.vsl.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that one request has asked for.
 *
 * @param total  how many of them were accepted
 * @param ended  how, of those whose outcome is known
 * @param webhookUrl where its user is told that it has ended; null when nowhere
 * @param metadata   the caller's own
 * @param completedAt when its last job had ended; null before
 */
public record JobBatch(
        String userId,
        UUID batchId,
        int total,
        Ended ended,
        @Nullable String webhookUrl,
        @Nullable ObjectNode metadata,
        Instant createdAt,
        @Nullable Instant completedAt) {

    /** How many jobs ended how. */
    public record Ended(int completed, int failed, int cancelled) {

        public static final Ended NONE = new Ended(0, 0, 0);

        public int all() {
            return completed + failed + cancelled;
        }
    }
}
