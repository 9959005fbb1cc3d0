package io.vsl.admit;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.postgres.Columns;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was decided first about a job, a row of what reserve.sql answers.
 *
 * @param accepted whether the request can be served; otherwise it was refused
 * @param refused  whether it is not run all the same, as too little was left of the budget
 * @param isKnown  whether that is known for sure: what another process has refused meanwhile is not seen yet
 * @param at       where the request stands that was first
 * @param digest   of that request; null of one that an older release admitted
 * @param event    what was told then, as JSON; null where it is told for the first time now
 */
record Admission(
        UUID jobId,
        boolean accepted,
        boolean refused,
        boolean isKnown,
        Standing at,
        @Nullable String digest,
        @Nullable String event) {

    /** A place in the log; null is nowhere that is known. */
    record Standing(
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Long offset) {

        boolean is(Consumed consumed) {
            return consumed.topic().equals(topic)
                    && Integer.valueOf(consumed.partition()).equals(partition)
                    && Long.valueOf(consumed.offset()).equals(offset);
        }

        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }

    static Admission of(Map<String, Object> row) {
        return new Admission(
                Columns.value(row, "job_id", UUID.class),
                Boolean.TRUE.equals(row.get("accepted")),
                Boolean.TRUE.equals(row.get("refused")),
                Boolean.TRUE.equals(row.get("seen")),
                new Standing((String) row.get("topic"), (Integer) row.get("partition"), (Long) row.get("offset")),
                (String) row.get("request_sha256"),
                (String) row.get("event"));
    }

    /** Whether the request is that one, read or sent once more. */
    boolean isOf(Decision decision) {
        return at.is(decision.consumed()) || digest == null || digest.equals(decision.digest());
    }
}
