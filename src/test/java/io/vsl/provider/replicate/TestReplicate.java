package io.vsl.provider.replicate;

import io.vsl.platform.json.JsonConfiguration;
import io.vsl.provider.Provider;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** Replicate without an application. */
public final class TestReplicate {

    private TestReplicate() {}

    public static Provider create() {
        return new Replicate(properties(""), JsonConfiguration.json(), Clock.systemUTC());
    }

    static ReplicateProperties properties(String secrets) {
        return new ReplicateProperties(
                URI.create("http://localhost"),
                "r8_test",
                secrets,
                URI.create("http://localhost"),
                List.of(),
                DataSize.ofMegabytes(1),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                600,
                100);
    }

    /** That an answer is larger than anybody reads. */
    public static IOException tooLarge() {
        return new AnswerTooLarge(5);
    }
}
