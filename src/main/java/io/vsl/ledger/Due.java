package io.vsl.ledger;

import java.time.Duration;

/**
 * Asks for attempts that are to be looked into, which then are no other process's for a while.
 *
 * @param after after the last look or change an attempt is due
 * @param limit how many at once
 */
public record Due(Duration after, int limit) {

    public int patience() {
        return Math.toIntExact(after.toSeconds());
    }
}
