package io.vsl.budget;

import io.vsl.job.Charge;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.Outcome;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a job counts with once it has ended. */
public final class Spending {

    /**
     * How a job ends whose prediction is charged though the user has no result: it succeeded, or it was cancelled while it
     * may have run. Replicate charges what has run until it is cancelled, and neither what it interrupts nor what it aborts
     * before it has run ("Prediction lifecycle" and the changelog of 2025-10-16). Of predictions that fail it does not say.
     */
    private static final Set<ErrorCode> CHARGED =
            Set.of(ErrorCode.CANCELLED, ErrorCode.NO_OUTPUT, ErrorCode.OUTPUT_EXPIRED, ErrorCode.OUTPUT_REJECTED);

    private Spending() {}

    /** USD: what its prediction costs; where that isn't known, its estimate, if the provider charges for such an end. */
    public static BigDecimal of(Job ended) {
        Charge charge = ended.charge();
        if (charge != null && charge.usd() != null) {
            return charge.usd();
        }
        if (!isCharged(ended)) {
            return BigDecimal.ZERO;
        }
        return ended.cost() == null ? known(ended.estimatedCost()) : ended.cost();
    }

    /** Whether the provider charges for such an end, as far as that is known. */
    static boolean isCharged(Job ended) {
        return switch (Objects.requireNonNull(ended.outcome())) {
            case Outcome.Completed completed -> true;
            case Outcome.Failed failed -> isCharged(ended, failed.error().code());
            case Outcome.Cancelled cancelled ->
                isCharged(ended, cancelled.error().code());
        };
    }

    private static boolean isCharged(Job ended, ErrorCode code) {
        return ended.predictionId() != null && CHARGED.contains(code);
    }

    private static BigDecimal known(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }
}
