package io.vsl.job;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job was expected to take when it was accepted. A refused job has none.
 *
 * @param time        seconds
 * @param cost        USD
 * @param price       from which the cost is reckoned; null when there is none, as of what VSL makes itself
 * @param adjustments what was asked for and is served by the nearest thing that the model takes
 */
public record Estimate(
        @Nullable BigDecimal time,
        @Nullable BigDecimal cost,
        @Nullable Price price,
        List<Adjustment> adjustments) {

    static final Estimate NONE = new Estimate(null, null, null, List.of());

    public Estimate {
        Storable.requireAmount("estimatedTime", time);
        Storable.requireAmount("estimatedCost", cost);
        adjustments = List.copyOf(adjustments);
    }
}
