package io.vsl.platform.stage;

import io.vsl.platform.Deadline;
import io.vsl.platform.kafka.Consumed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records as they were read. */
final class Records {

    static final Instant TIMESTAMP = Instant.parse("2026-01-02T03:04:05.678Z");

    /** Of the work on a poll that has all the time it needs. */
    static final Deadline LATER = Deadline.after(Duration.ofDays(1));

    private Records() {}

    static PolledRecord polled(String value) {
        return polled(consumed(value));
    }

    static PolledRecord polled(Consumed consumed) {
        return new PolledRecord(consumed, LATER);
    }

    static Consumed consumed(String value, Header... headers) {
        return consumed(value.getBytes(StandardCharsets.UTF_8), headers);
    }

    static Consumed consumed(byte[] value, Header... headers) {
        return new Consumed(
                "t.job.requested",
                3,
                42,
                TIMESTAMP,
                "the key".getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(headers));
    }
}
