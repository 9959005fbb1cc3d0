package io.vsl.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tables themselves. */
class BadInputsTest {

    private static final int FEWEST = 250;

    @Test
    void theyHaveSoManyEntriesAndEachIsAnother() {
        Set<String> names = new HashSet<>();
        Set<String> sent = new HashSet<>();
        for (String table : BadInput.tables()) {
            for (BadInput input : BadInput.table(table)) {
                assertThat(names.add(table + ": " + input.name()))
                        .as(input.name())
                        .isTrue();
                assertThat(sent.add(table + ": " + input.fields()))
                        .as(input.name())
                        .isTrue();
            }
        }
        assertThat(names).hasSizeGreaterThan(FEWEST);
    }
}
