package io.vsl.ledger;

import io.vsl.testing.NeedsServers;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever happens in whatever order, of an attempt one request at most is out that was not proven to be absent: nothing
 * is paid for twice, unless a person asks for another attempt.
 */
@NeedsServers
class LedgerPropertyTest {

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void anyInterleavingSendsAnAttemptOnce(
            @ForAll @Size(min = 20, max = 60) List<@IntRange(min = 0, max = 5039) Integer> choices) {
        new Interleaving().run(choices);
    }
}
