package io.vsl.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What predictions have cost that ended in a time.
 *
 * @param from     the first day, in that time zone
 * @param before   the first day that is not in it any more
 * @param total    of all of them
 * @param groups   days in their order, others the dearest first
 * @param others   of the groups that are not among these, so that all add up to the total; null when there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"from", "before", "timeZone", "currency", "by", "total", "groups", "others"})
public record Costs(
        LocalDate from,
        LocalDate before,
        String timeZone,
        String currency,
        By by,
        Amounts total,
        List<Group> groups,
        @Nullable Amounts others) {

    /** What makes a group. Written in lower case. */
    public enum By {
        DAY("to_char((ended_at AT TIME ZONE :zone)::date, 'YYYY-MM-DD')", "key"),
        MODEL("model_id", By.DEAREST),
        USER("user_id", By.DEAREST),
        BATCH("batch_id::text", By.DEAREST);

        private static final String DEAREST = "usd DESC NULLS LAST, attempts DESC, key";

        /** In SQL. */
        final String key;

        final String order;

        By(String key, String order) {
            this.key = key;
            this.order = order;
        }

        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** As they are written. */
        public static List<String> words() {
            return Stream.of(values()).map(By::value).toList();
        }

        /** The one that is written so. */
        public static By of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Of some predictions.
     *
     * @param attempts how many; each is metered, estimated or unknown
     * @param usd      of those that are known; null when none is, which is not nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Amounts(
            long attempts,
            long metered,
            long estimated,
            long unknown,
            @Nullable BigDecimal usd) {

        public Amounts {
            usd = usd == null ? null : Usd.shown(usd);
        }

        Amounts minus(Amounts other) {
            boolean isKnown = metered + estimated > other.metered + other.estimated;
            return new Amounts(
                    attempts - other.attempts,
                    metered - other.metered,
                    estimated - other.estimated,
                    unknown - other.unknown,
                    usd == null || !isKnown ? null : other.usd == null ? usd : usd.subtract(other.usd));
        }
    }

    /** @param key a day, a model, a user or a batch; null of those that have none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Group(@Nullable String key, @JsonUnwrapped Amounts amounts) {}
}
