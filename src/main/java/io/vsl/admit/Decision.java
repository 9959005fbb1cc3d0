package io.vsl.admit;

import io.vsl.job.JobAccepted;
import io.vsl.job.StageEvent;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.stage.PolledRecord;
import java.util.UUID;

/**
 * What admit says of a request, unless its job was decided on before.
 *
 * @param told   the event as a record
 * @param digest SHA-256 of the request's bytes, 64 hexadecimal digits
 */
record Decision(PolledRecord polled, StageEvent event, Outgoing told, String digest) {

    UUID jobId() {
        return event.job().jobId();
    }

    Consumed consumed() {
        return polled.consumed();
    }

    /** Whether the request can be served; otherwise it is refused. */
    boolean isAcceptance() {
        return event instanceof JobAccepted;
    }
}
