package io.vsl.platform.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CopyMemoryTest {

    private final CopyMemory memory = new CopyMemory(new CopyProperties(DataSize.ofMegabytes(16)));

    @Test
    void aPartIsUsedAgain() throws Exception {
        byte[] part = memory.takePart();
        memory.takePart();
        memory.giveBackPart(part);

        assertThat(memory.takePart()).isSameAs(part);
    }

    @Test
    void partsAreNotKeptBesideSmallFilesThatTakeTheirMemory() throws Exception {
        byte[] part = memory.takePart();
        memory.takePart();
        memory.giveBackPart(part);

        memory.take(1024);
        memory.giveBack(1024);

        assertThat(memory.takePart()).isNotSameAs(part);
    }
}
