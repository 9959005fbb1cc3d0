package io.vsl.poller;

import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.PredictionRequest;
import io.vsl.ledger.AttemptState;
import io.vsl.ledger.OpenAttempt;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.TestJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Attempts as the ledger gives them to be looked into. */
final class LookedInto {

    static final Instant SENT = Instant.parse("2026-01-01T12:00:00Z");
    static final UUID JOB = UUID.fromString("01a202fd-0000-7000-8000-000000000001");

    private AttemptState state = AttemptState.SENDING;
    private Duration silent = Duration.ofMinutes(3);
    private boolean again = true;
    private boolean reported;
    private @Nullable Duration deadline;
    private @Nullable String provider;

    static LookedInto unknown() {
        return new LookedInto();
    }

    static LookedInto submitted() {
        return new LookedInto().in(AttemptState.SUBMITTED);
    }

    LookedInto in(AttemptState other) {
        state = other;
        return this;
    }

    LookedInto silentFor(Duration time) {
        silent = time;
        return this;
    }

    LookedInto forTheFirstTime() {
        again = false;
        return this;
    }

    LookedInto reported() {
        reported = true;
        return this;
    }

    LookedInto withDeadline(Duration time) {
        deadline = time;
        return this;
    }

    LookedInto at(String other) {
        provider = other;
        return this;
    }

    OpenAttempt attempt() {
        Job job = TestJobs.pending(JOB, SENT.minusSeconds(5));
        PredictionRequest prediction = new PredictionRequest(
                "/predictions",
                null,
                JsonConfiguration.json()
                        .createObjectNode()
                        .put("prompt", "a fox")
                        .put("n", 1),
                0,
                deadline,
                provider);
        Instant looked = SENT.plus(silent);
        return new OpenAttempt(
                JOB,
                1,
                state,
                state == AttemptState.SUBMITTED ? "p1" : null,
                new UUID(0, 1),
                new JobAccepted(job, JsonConfiguration.json().createObjectNode(), prediction),
                SENT,
                SENT,
                looked,
                again ? looked.minusSeconds(60) : null,
                reported ? looked.minusSeconds(700) : null);
    }
}
