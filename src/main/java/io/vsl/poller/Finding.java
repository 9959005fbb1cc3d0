package io.vsl.poller;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vsl.platform.kafka.Outgoing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about an attempt.
 *
 * @param resolution what the ledger is to say; null when nothing changes there
 * @param records    what is to be told
 * @param after      what is to be told once that is in the log
 * @param reported   which attempt's end is among that; null when none is
 */
public record Finding(@Nullable Resolution resolution, List<Outgoing> records, List<Outgoing> after,
        @Nullable Reported reported) {

    /** Nothing new. */
    static final Finding NOTHING = new Finding(null, List.of(), List.of(), null);

    public Finding {
        records = List.copyOf(records);
        after = List.copyOf(after);
    }

    static Finding of(@Nullable Resolution resolution, Outgoing record) {
        return new Finding(resolution, List.of(record), List.of(), null);
    }

    /** A row of the parameter {@code rows} of mark-reported.sql. */
    record Reported(@JsonProperty("job_id") UUID jobId, int attempt) {
    }

    /** A row of the parameter {@code rows} of resolve-attempts.sql; claim is the one that was looked into. */
    record Resolution(
            @JsonProperty("job_id") UUID jobId,
            int attempt,
            String state,
            @JsonProperty("prediction_id") @Nullable String predictionId,
            @Nullable Instant at,
            @Nullable Evidence evidence,
            @Nullable UUID claim) {

        static Resolution of(OpenAttempt attempt, String state, @Nullable Evidence evidence) {
            return new Resolution(attempt.jobId(), attempt.attempt(), state, attempt.predictionId(), null, evidence,
                    attempt.claim());
        }

        static Resolution submitted(OpenAttempt attempt, String predictionId, Instant at) {
            return new Resolution(attempt.jobId(), attempt.attempt(), "submitted", predictionId, at, null,
                    attempt.claim());
        }
    }

    /**
     * What shows that Replicate does not have an attempt.
     *
     * @param listed       how many predictions of the time in question were looked through, all that there were
     * @param unverifiable how many of them had a webhook that bears no context of ours
     */
    record Evidence(Instant from, Instant to, int listed, int unverifiable, Instant checkedAt) {
    }
}
