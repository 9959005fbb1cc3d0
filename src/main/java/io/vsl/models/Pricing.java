package io.vsl.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Decimals;
import io.vsl.job.Price;
import io.vsl.job.Price.Per;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a model costs, from a day on.
 *
 * @param usd   price of one unit, at most 6 decimals
 * @param per   the unit
 * @param of    the parameter that says how many units are asked for, or null when none does
 * @param since the first day, in UTC, on which that holds; null of the first price of a model
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Pricing(
        BigDecimal usd,
        Per per,
        @Nullable String of,
        @Nullable LocalDate since) {

    /** Of a price: a second of a small machine costs less than a hundredth of a cent. */
    static final int DECIMALS = 6;

    /** Of a run with these parameters, which have their defaults, and which usually takes so long. */
    Price price(ObjectNode parameters, Duration usual) {
        BigDecimal units = per == Per.PREDICT_SECOND
                ? Decimals.seconds(usual)
                : of == null
                        ? BigDecimal.ONE
                        : Decimals.plain(parameters.required(of).decimalValue());
        return new Price(usd, per, units, since);
    }
}
