package io.vsl.platform.topology;

import java.time.Duration;
import java.util.List;

/**
 * One of the waiting times for which there is a topic, {@code vsl.delay.<name>}. All records of such a topic wait equally
 * long there, so the first of a partition is due first. A record that is due later still goes on to another tier.
 */
public enum DelayTier {
    SECOND("1s", Duration.ofSeconds(1)),
    FIVE_SECONDS("5s", Duration.ofSeconds(5)),
    HALF_A_MINUTE("30s", Duration.ofSeconds(30)),
    TWO_MINUTES("2m", Duration.ofMinutes(2)),
    QUARTER_OF_AN_HOUR("15m", Duration.ofMinutes(15)),
    TWO_HOURS("2h", Duration.ofHours(2)),
    DAY("1d", Duration.ofDays(1));

    /** From the shortest to the longest. */
    public static final List<DelayTier> ALL = List.of(values());

    /**
     * By so much a tier may be longer than the time that is left: what was to wait for a day when that was decided is to
     * wait for a little less when it is written. A record behind another may come back late by as much.
     */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    private final String label;
    private final Duration length;

    DelayTier(String label, Duration length) {
        this.label = label;
        this.length = length;
    }

    /** The tier for a record that is due after that time: the longest that isn't longer than that, else the shortest. */
    public static DelayTier of(Duration untilDue) {
        DelayTier found = SECOND;
        for (DelayTier tier : ALL) {
            if (tier.length.minus(TOLERANCE).compareTo(untilDue) <= 0) {
                found = tier;
            }
        }
        return found;
    }

    /** Without the prefix, as {@code topology.yaml} has it. */
    public String topic() {
        return "delay." + label;
    }

    public Duration length() {
        return length;
    }
}
