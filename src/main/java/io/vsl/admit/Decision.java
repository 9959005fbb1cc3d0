package io.vsl.admit;

import io.vsl.job.JobAccepted;
import io.vsl.job.StageEvent;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.stage.Item;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What admit says of a request, unless its job was decided on before.
 *
 * @param told   the event as a record
 * @param digest SHA-256 of the request's bytes, 64 hexadecimal digits
 */
record Decision(Item item, StageEvent event, Outgoing told, String digest) {

    UUID jobId() {
        return event.job().jobId();
    }

    Consumed consumed() {
        return item.consumed();
    }

    /** Whether the job is run; otherwise it is refused. */
    boolean isAcceptance() {
        return event instanceof JobAccepted;
    }

    /** Whether the request stands there; null is nowhere that is known. */
    boolean isAt(@Nullable String topic, @Nullable Integer partition, @Nullable Long offset) {
        Consumed at = consumed();
        return at.topic().equals(topic) && Integer.valueOf(at.partition()).equals(partition)
                && Long.valueOf(at.offset()).equals(offset);
    }
}
