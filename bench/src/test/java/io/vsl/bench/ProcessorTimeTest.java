package io.vsl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {

    @Test
    void whatWasUsedBetweenIsDividedByTheRequests() {
        assertThat(ProcessorTime.each(
                        Map.of("vsl", Duration.ofMillis(100), "Kafka", Duration.ofSeconds(5)),
                        Map.of(
                                "vsl",
                                Duration.ofMillis(350),
                                "Kafka",
                                Duration.ofSeconds(6),
                                "Redis",
                                Duration.ofMillis(1)),
                        1000))
                .isEqualTo(Map.of("vsl", 250.0, "Kafka", 1000.0, "Redis", 1.0));
    }
}
