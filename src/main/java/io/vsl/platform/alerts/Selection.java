package io.vsl.platform.alerts;

import java.util.List;
import java.util.Map;

/**
 * Some of what a metric has counted or shows.
 *
 * @param metric as the application names it, with dots
 * @param where  for some of its tags, the values that are meant; all of other tags
 * @param unless for some of its tags, the values that are not meant. CloudWatch can't leave values out: it takes them all,
 *               save that no alarm is made for a stage that is not meant
 */
public record Selection(String metric, Kind kind, Map<String, List<String>> where, Map<String, List<String>> unless) {

    /** What is taken of it. */
    public enum Kind {
        /** By how much it has grown. */
        COUNTER,
        /** How often it was recorded. */
        TIMER,
        /** The value of the process whose value is worst. */
        GAUGE
    }
}
