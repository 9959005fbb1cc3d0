package io.vsl.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Whatever a receiver's header says, it is a time from now on or none. */
class RetryAfterFuzzTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @FuzzTest(maxDuration = "1m")
    void anyTextIsATimeOrNone(byte[] bytes) {
        RetryAfter.read(new String(bytes, StandardCharsets.UTF_8), NOW)
                .ifPresent(wait -> assertThat(wait.isNegative()).isFalse());
    }
}
