package io.vsl.ledger;

import java.time.Instant;

/**
 * What shows that a provider does not have an attempt.
 *
 * @param listed       how many predictions of the time in question were looked through, all that there were
 * @param unverifiable how many of them had a webhook that bears no context of ours
 */
public record Evidence(Instant from, Instant to, int listed, int unverifiable, Instant checkedAt) {}
