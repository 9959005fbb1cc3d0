package io.vsl.settle;

import io.vsl.job.Charge;
import io.vsl.job.ErrorCode;
import io.vsl.job.Price;
import io.vsl.provider.Progress.Cancelled;
import io.vsl.provider.Progress.Ended;
import io.vsl.provider.Progress.Failed;
import io.vsl.provider.Progress.Succeeded;
import io.vsl.provider.Progress.TimedOut;
import io.vsl.provider.Ran;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction costs that has ended. Replicate states no sum. It charges what has run until it is cancelled, and
 * neither what it interrupts nor what it aborts before it has run ("Prediction lifecycle", and its changelog of
 * 2025-10-16). Of predictions that fail it does not say.
 */
final class ReckonCharge {

    private ReckonCharge() {}

    /**
     * Of a prediction.
     *
     * @param price that holds for its job; null when nobody knows
     * @param made  how many outputs it has given; null when that isn't known any more
     */
    static Charge of(@Nullable Price price, Ended ended, Ran ran, @Nullable Integer made) {
        if (price == null) {
            return Charge.UNKNOWN;
        }
        return switch (ended) {
            case Succeeded succeeded -> used(price, ran, made);
            case Cancelled cancelled -> ran.isSaid() ? used(price, ran, null) : free(price);
            case TimedOut timedOut -> ran.isSaid() ? used(price, ran, null) : free(price);
            case Failed failed ->
                failed.error().code() == ErrorCode.PROVIDER_INTERRUPTED ? free(price) : Charge.UNKNOWN;
        };
    }

    private static Charge used(Price price, Ran ran, @Nullable Integer made) {
        return switch (price.per()) {
            case RUN -> Charge.metered(price, BigDecimal.ONE);
            case OUTPUT ->
                made == null ? Charge.estimated(price, price.units()) : Charge.metered(price, BigDecimal.valueOf(made));
            case SECOND -> Charge.estimated(price, price.units());
            case PREDICT_SECOND -> seconds(price, ran);
        };
    }

    private static Charge seconds(Price price, Ran ran) {
        BigDecimal metered = ran.metered();
        if (metered != null) {
            return Charge.metered(price, metered);
        }
        BigDecimal elapsed = ran.elapsed();
        return elapsed == null ? Charge.UNKNOWN : Charge.estimated(price, elapsed);
    }

    private static Charge free(Price price) {
        return Charge.metered(price, BigDecimal.ZERO);
    }
}
