package io.vsl.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** How an attempt stands in the ledger. */
public enum AttemptState {

    /** Nothing has been sent, or it is known that nothing came of it: it may be sent. */
    CLAIMED,
    /** A request is under way, or its fate is unknown: it is never sent again without proof that the first did not arrive. */
    SENDING,
    /** The provider has it, under a prediction's id. */
    SUBMITTED,
    /** The provider has refused it. */
    REJECTED,
    /** Its fate stayed unknown for too long, or an operator did not want to wait for it. */
    ABANDONED;

    /** What an attempt may become from here; what would lead elsewhere changes nothing. */
    public Set<AttemptState> next() {
        return switch (this) {
            case CLAIMED -> EnumSet.of(SENDING);
            case SENDING -> EnumSet.of(SENDING, CLAIMED, SUBMITTED, REJECTED, ABANDONED);
            // An order that has led to nothing is given again.
            case ABANDONED -> EnumSet.of(ABANDONED);
            case SUBMITTED, REJECTED -> EnumSet.noneOf(AttemptState.class);
        };
    }

    /** As the table has it. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All, as the table has them. */
    public static List<String> names() {
        return Stream.of(values()).map(AttemptState::value).toList();
    }

    /** @throws IllegalArgumentException when there is no such state */
    public static AttemptState of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
