package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an estimate is reckoned from: so many units at that price.
 *
 * @param usd   of one unit
 * @param units that were expected when the job was accepted
 * @param since the first day, in UTC, on which the price held; null when nobody said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Price(
        BigDecimal usd, Per per, BigDecimal units, @Nullable LocalDate since) {

    /** Decimals of what is paid. */
    public static final int DECIMALS = 4;

    /** What is paid for. Written in lower case. */
    public enum Per {
        RUN,
        OUTPUT,
        /** Of what is made, as it was asked for. */
        SECOND,
        /** In which the prediction ran, as the provider meters it. */
        PREDICT_SECOND;

        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Price {
        Storable.requireAmount("usd", Objects.requireNonNull(usd, "usd"));
        Objects.requireNonNull(per, "per");
        Storable.requireAmount("units", Objects.requireNonNull(units, "units"));
        Storable.require(since == null || isDay(since), "since", "must be of the years 2000 to 2100");
    }

    /** Whether a price can hold since then, and every store can keep it. */
    public static boolean isDay(LocalDate day) {
        return day.getYear() >= 2000 && day.getYear() <= 2100;
    }

    /** USD of as many units as were expected. */
    @JsonIgnore
    public BigDecimal estimate() {
        return of(units);
    }

    /** USD of so many units, rounded half up. */
    public BigDecimal of(BigDecimal many) {
        return Decimals.plain(usd.multiply(many).setScale(DECIMALS, RoundingMode.HALF_UP));
    }
}
