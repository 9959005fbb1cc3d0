package io.vsl.delivery;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a delivery stands. */
public enum DeliveryState {
    /** It is tried, or will be. */
    PENDING,
    /** Its endpoint is disabled; it goes on when that is enabled. */
    HELD,
    /** The receiver has it. */
    DELIVERED,
    /** All tries are used up, or the receiver wants nothing more. */
    FAILED;

    /** As the log has it. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its value; null of null. */
    public static @Nullable DeliveryState find(@Nullable String value) {
        return value == null ? null : of(value);
    }

    static DeliveryState of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }

    static DeliveryState after(NextTry next) {
        return switch (next) {
            case NextTry.None none -> DELIVERED;
            case NextTry.Again again -> PENDING;
            case NextTry.GivenUp givenUp -> FAILED;
            case NextTry.Gone gone -> FAILED;
        };
    }
}
