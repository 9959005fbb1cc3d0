package io.vsl.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a job's latest prediction costs, as far as that can be known: the provider states no sum.
 *
 * @param usd    null when it is unknown, which is not nothing
 * @param units  of the job's price that were used; null when that is unknown
 * @param source where that is from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Charge(@Nullable BigDecimal usd, @Nullable BigDecimal units, Source source) {

    public static final Charge UNKNOWN = new Charge(null, null, Source.UNKNOWN);

    /** Where a charge is from. Written in lower case. */
    public enum Source {
        /** From what the provider says of the prediction. */
        METERED,
        /** From what was expected. */
        ESTIMATED,
        UNKNOWN;

        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Charge {
        Objects.requireNonNull(source, "source");
        Storable.requireAmount("usd", usd);
        Storable.requireAmount("units", units);
        Storable.require(
                (usd == null) == (source == Source.UNKNOWN), "usd", "must be there unless the source is unknown");
    }

    /** Of so many units, by what the provider says. */
    public static Charge metered(Price price, BigDecimal units) {
        return new Charge(price.of(units), units, Source.METERED);
    }

    /** Of so many units, as they were expected or can be guessed. */
    public static Charge estimated(Price price, BigDecimal units) {
        return new Charge(price.of(units), units, Source.ESTIMATED);
    }
}
