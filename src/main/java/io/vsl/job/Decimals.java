package io.vsl.job;

import java.math.BigDecimal;
import java.time.Duration;

/** Numbers as people write them. */
public final class Decimals {

    private Decimals() {}

    /** The same number: 0.003, not 0.0030, and 10, not 1E+1. */
    public static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** To a millisecond. */
    public static BigDecimal seconds(Duration time) {
        return plain(BigDecimal.valueOf(time.toMillis(), 3));
    }
}
