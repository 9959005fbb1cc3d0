package io.vsl.generate;

import java.util.UUID;

/**
 * The right of one poll to send its attempts, which ends by itself: whoever was held up for longer, by a paused machine
 * or a long collection of garbage, must not send any more, since the poller may have found the attempt absent by then.
 *
 * @param id         stands in the ledger beside what was claimed
 * @param sendBefore of {@link System#nanoTime}
 */
public record Claim(UUID id, long sendBefore) {
}
