package io.vsl.platform.alerts;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that needs a person.
 *
 * @param name    unique, in words that each begin with a capital
 * @param says    what it means, a plain sentence without a full stop
 * @param of      what is looked at
 * @param rest    null, or what makes a whole with {@code of}: then the share of {@code of} in it is looked at
 * @param atLeast of the whole, for a share to say anything; 0 without {@code rest}
 * @param by      tags: there is an alert for each of their values. In CloudWatch there is one for each stage, and
 *                otherwise one for all
 * @param isAbove whether more than the limit is bad, or less
 * @param unit    of the limit: {@code seconds}, {@code share}, from 0 to 1, or empty
 * @param within  for counts, the time in which they are counted; zero of a gauge
 * @param lasting how long it must be so, zero for at once
 * @param runbook the anchor of its section in {@code docs/OPERATIONS.md}
 */
public record Alert(
        String name,
        Severity severity,
        String says,
        Selection of,
        @Nullable Selection rest,
        int atLeast,
        List<String> by,
        boolean isAbove,
        double limit,
        String unit,
        Duration within,
        Duration lasting,
        String runbook) {

    /** Who is told. */
    public enum Severity {
        /** Somebody gets up for it. */
        PAGE,
        /** Somebody looks in working hours. */
        TICKET
    }
}
