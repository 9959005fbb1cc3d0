package io.vsl.poller;

import io.vsl.ledger.OpenAttempt;
import io.vsl.ledger.Reported;
import io.vsl.ledger.Resolution;
import io.vsl.ledger.Resolving;
import io.vsl.platform.kafka.Outgoing;
import io.vsl.platform.kafka.Recorded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of a finding.
 *
 * @param resolution what the ledger is to say; null when nothing changes there
 * @param records    what is to be told
 * @param after      what is to be told once that is in the log
 * @param reported   which attempt's end is among that; null when none is
 */
public record Telling(
        OpenAttempt attempt,
        @Nullable Resolution resolution,
        List<Outgoing> records,
        List<Outgoing> after,
        @Nullable Reported reported)
        implements Resolving, Recorded {

    public Telling {
        records = List.copyOf(records);
        after = List.copyOf(after);
    }

    static Telling nothing(OpenAttempt attempt) {
        return new Telling(attempt, null, List.of(), List.of(), null);
    }

    static Telling of(OpenAttempt attempt, @Nullable Resolution resolution, Outgoing record) {
        return new Telling(attempt, resolution, List.of(record), List.of(), null);
    }

    /** Whether the ledger is to be asked first. */
    public boolean isResolution() {
        return resolution != null;
    }

    public boolean isReport() {
        return reported != null;
    }
}
