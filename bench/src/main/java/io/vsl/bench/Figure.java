package io.vsl.bench;

import org.jspecify.annotations.Nullable;

/**
 * Something of which no other program has the like.
 *
 * @param least   what the contract needs at least, when each job is served for itself; null when it says nothing
 * @param because how the least comes about; empty when there is none
 * @param atMost  what it is not to exceed; null when it is only told
 */
record Figure(
        String what,
        String unit,
        double value,
        @Nullable Double least,
        String because,
        @Nullable Double atMost) implements Result {

    /** One that is only told. */
    static Figure of(String what, String unit, double value) {
        return new Figure(what, unit, value, null, "", null);
    }

    /** One that stands beside what the contract needs at least. */
    static Figure beside(String what, String unit, double value, double least, String because) {
        return new Figure(what, unit, value, least, because, null);
    }

    /** One that is not to exceed something. */
    static Figure atMost(String what, String unit, double value, double goal) {
        return new Figure(what, unit, value, null, "", goal);
    }

    @Override
    public boolean isReached() {
        return atMost == null || value <= atMost;
    }
}
