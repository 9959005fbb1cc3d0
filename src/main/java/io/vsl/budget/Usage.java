package io.vsl.budget;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a user's jobs have cost that were accepted in a month; those that were refused are none. All in USD.
 *
 * @param budget null when there is none, and of a month that is not this one
 * @param total  of all days, and of all models
 * @param left   of the budget, 0 when more is used than there is by now
 * @param models by their id, those with jobs
 * @param days   in their order, those with jobs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"userId", "month", "currency", "budget", "jobs", "reserved", "spent", "left", "models", "days"})
public record Usage(
        String userId,
        YearMonth month,
        String currency,
        @Nullable BigDecimal budget,
        @JsonIgnore Amounts total,
        @Nullable BigDecimal left,
        List<OfModel> models,
        List<OfDay> days) {

    private static final String USD = "USD";

    @JsonProperty
    public long jobs() {
        return total.jobs();
    }

    @JsonProperty
    public BigDecimal reserved() {
        return total.reserved();
    }

    @JsonProperty
    public BigDecimal spent() {
        return total.spent();
    }

    /**
     * Of some jobs.
     *
     * @param reserved the estimates of those without an outcome
     * @param spent    what those count with that have one
     */
    public record Amounts(long jobs, BigDecimal reserved, BigDecimal spent) {

        static final Amounts NONE = new Amounts(0, BigDecimal.ZERO, BigDecimal.ZERO);

        public Amounts {
            reserved = Usd.shown(reserved);
            spent = Usd.shown(spent);
        }

        Amounts plus(Amounts other) {
            return new Amounts(jobs + other.jobs, reserved.add(other.reserved), spent.add(other.spent));
        }
    }

    /** Of the jobs of a model. */
    public record OfModel(String modelId, @JsonUnwrapped Amounts amounts) {}

    /** Of the jobs that were accepted on a day, in UTC. */
    public record OfDay(LocalDate day, @JsonUnwrapped Amounts amounts) {}

    /** Of a model on a day. */
    record Entry(String modelId, LocalDate day, Amounts amounts) {}

    static Usage of(String userId, YearMonth month, @Nullable BigDecimal budget, List<Entry> entries) {
        Amounts total = entries.stream().map(Entry::amounts).reduce(Amounts.NONE, Amounts::plus);
        BigDecimal left = budget == null
                ? null
                : Usd.shown(budget.subtract(total.reserved())
                        .subtract(total.spent())
                        .max(BigDecimal.ZERO));
        return new Usage(
                userId,
                month,
                USD,
                budget,
                total,
                left,
                by(entries, Entry::modelId, OfModel::new),
                by(entries, Entry::day, OfDay::new));
    }

    private static <K extends Comparable<? super K>, V> List<V> by(
            List<Entry> entries, Function<Entry, K> key, BiFunction<K, Amounts, V> made) {
        return entries.stream()
                .collect(Collectors.toMap(key, Entry::amounts, Amounts::plus, TreeMap::new))
                .entrySet()
                .stream()
                .map(entry -> made.apply(entry.getKey(), entry.getValue()))
                .toList();
    }
}
