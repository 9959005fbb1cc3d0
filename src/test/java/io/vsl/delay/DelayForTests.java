package io.vsl.delay;

import io.micrometer.core.instrument.MeterRegistry;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.stage.Retries;
import java.time.Clock;
import java.util.Collection;

/** The work of the stage, for applications that tests are made of. */
public final class DelayForTests {

    private DelayForTests() {
    }

    /** For those stages alone. */
    public static Object to(Collection<String> stages, Topics topics, Retries retries, MeterRegistry meters, Clock clock) {
        return new ReturnDelayed(stages, topics, retries, meters, clock);
    }
}
