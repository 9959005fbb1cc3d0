package io.vsl.generate;

import java.util.List;
import java.util.UUID;

/**
 * The attempts of a poll that are ours to send.
 *
 * @param claim by which they are
 */
public record Attempts(UUID claim, List<Attempt> ours) {

    public Attempts {
        ours = List.copyOf(ours);
    }
}
