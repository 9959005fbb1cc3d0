package io.vsl.cancel;

import io.vsl.job.CancelRequested;
import io.vsl.platform.stage.Item;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job that is to end. One thread at a time works on it. */
public final class Cancellation {

    private final Item item;
    private final UUID jobId;
    private final CancelRequested request;
    private @Nullable String predictionId;

    Cancellation(Item item, UUID jobId, CancelRequested request) {
        this.item = item;
        this.jobId = jobId;
        this.request = request;
    }

    Item item() {
        return item;
    }

    UUID jobId() {
        return jobId;
    }

    CancelRequested request() {
        return request;
    }

    void runs(@Nullable String prediction) {
        this.predictionId = prediction;
    }

    /** The prediction that runs for the job; null when there is none that we know of. */
    public @Nullable String predictionId() {
        return predictionId;
    }
}
