package io.vsl.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a model costs.
 *
 * @param usd price of one unit, at most 4 decimals
 * @param per the unit
 * @param of  the parameter that says how many units are asked for, or null when it is always one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Pricing(BigDecimal usd, Per per, @Nullable String of) {

    /** Decimals of money everywhere. */
    static final int DECIMALS = 4;

    /** What is paid for. Written in lower case. */
    public enum Per {
        RUN,
        OUTPUT,
        SECOND;

        @JsonValue
        String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** USD for a run with these parameters, which have their defaults. */
    BigDecimal estimate(ObjectNode parameters) {
        BigDecimal units = of == null ? BigDecimal.ONE : parameters.required(of).decimalValue();
        BigDecimal cost =
                usd.multiply(units).setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
        return cost.scale() < 0 ? cost.setScale(0) : cost;
    }
}
