package io.vsl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class WakeUpsTest {

    @Test
    void aThreadThatIsNewCountsWholeAndOneThatHasEndedNotAtAll() {
        assertThat(WakeUps.between(Map.of("1", 100L, "2", 5_000L), Map.of("1", 130L, "3", 7L)))
                .isEqualTo(37);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theThreadsOfThisProcessHaveBeenWokenUp() throws Exception {
        assertThat(WakeUps.between(Map.of(), WakeUps.of(ProcessHandle.current().pid())))
                .isPositive();
    }
}
