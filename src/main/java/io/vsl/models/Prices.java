package io.vsl.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.Price;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs and has cost. Prices of the past stay, so that what was charged then can be reckoned again.
 *
 * @param all never empty, by the day from which each holds
 */
record Prices(List<Pricing> all) {

    Prices {
        all = List.copyOf(all);
    }

    /** Of a run with these parameters, which have their defaults, and which usually takes so long. */
    List<Price> of(ObjectNode parameters, Duration usual) {
        return all.stream().map(pricing -> pricing.price(parameters, usual)).toList();
    }

    Pricing at(Instant time) {
        return at(time, all, Pricing::since);
    }

    /** Of prices by the day from which each holds: the one that holds then; before the first day of all, the first. */
    static <P> P at(Instant time, List<P> prices, Function<P, @Nullable LocalDate> since) {
        LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        return prices.reversed().stream()
                .filter(price -> {
                    LocalDate from = since.apply(price);
                    return from == null || !from.isAfter(day);
                })
                .findFirst()
                .orElse(prices.getFirst());
    }
}
