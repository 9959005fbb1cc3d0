package io.vsl.delivery;

import java.util.Map;

/**
 * The calls that a process has under way, and may have.
 *
 * @param receivers   how many to each receiver
 * @param users       how many of each user
 * @param room        how many more it may have
 * @param perReceiver how many to one receiver
 * @param perUser     how many of one user
 */
public record UnderWay(
        Map<String, Integer> receivers, Map<String, Integer> users, int room, int perReceiver, int perUser) {

    /** The same, when none is to begin. */
    public UnderWay full() {
        return new UnderWay(receivers, users, 0, perReceiver, perUser);
    }
}
