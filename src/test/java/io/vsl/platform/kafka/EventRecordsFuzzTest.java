package io.vsl.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.AttemptRequested;
import io.vsl.job.CancelRequested;
import io.vsl.job.Event;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobEvent;
import io.vsl.job.JobGenerated;
import io.vsl.job.JobSnapshot;
import io.vsl.job.JobStarted;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.json.JsonConfiguration;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Any bytes on a topic are an event of its kind, which is the same once it is written and read again, or an
 * {@link InvalidRecord}; nothing else would be told apart from a store that is away. The first byte of an input is the kind.
 */
class EventRecordsFuzzTest {

    private static final List<Class<?>> KINDS = List.of(
            JobAccepted.class,
            JobStarted.class,
            JobGenerated.class,
            JobCompleted.class,
            OutcomeProposed.class,
            AttemptRequested.class,
            CancelRequested.class);

    private static final String JOB = "e42ebec1-a82e-40f1-8432-5686722a3bf1";

    private static final ObjectMapper JSON = JsonConfiguration.json();

    private static final EventRecords RECORDS = new EventRecords(JSON, PlainTopics.withPrefix("t"));

    @FuzzTest(maxDuration = "1m")
    void anyBytesAreAnEventOrInvalid(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        Class<?> kind = KINDS.get(Math.floorMod(bytes[0] - '0', KINDS.size()));
        byte[] value = Arrays.copyOfRange(bytes, 1, bytes.length);
        try {
            if (Event.class.isAssignableFrom(kind)) {
                isTheSameAgain(value, kind.asSubclass(Event.class));
            } else {
                assertThat(RECORDS.read(record(value), kind)).isNotNull();
            }
        } catch (InvalidRecord e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("io.vsl", "java.", "jackson", "Exception");
        }
    }

    private static <E extends Event> void isTheSameAgain(byte[] value, Class<E> kind) throws IOException {
        E event = RECORDS.readEvent(record(value), kind);
        if (event instanceof JobEvent told) {
            assertThat(JobSnapshot.of(told, 7).job()).isEqualTo(told.job());
        }
        byte[] written = JSON.writeValueAsBytes(event);
        try {
            E again = RECORDS.readEvent(record(written), kind);
            assertThat(JSON.writeValueAsBytes(again)).isEqualTo(written);
            assertThat(again.id()).isEqualTo(event.id());
        } catch (InvalidRecord e) {
            throw new AssertionError("What was read is no event once it is written", e);
        }
    }

    private static Consumed record(byte[] value) {
        return new Consumed("t.x", 0, 7, Instant.EPOCH, JOB.getBytes(UTF_8), value, new RecordHeaders());
    }
}
