package io.vsl.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Only what the standard takes is carried on. Each line of an input is a header. */
class TraceParentFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void onlyOneOfTheStandardsFormIsCarriedOn(byte[] bytes) {
        RecordHeaders headers = new RecordHeaders();
        String[] lines = new String(bytes, UTF_8).split("\n", -1);
        for (String line : lines) {
            headers.add("traceparent", line.equals("null") ? null : line.getBytes(UTF_8));
        }

        Optional<String> found =
                TraceParent.of(new Consumed("t.x", 0, 7, Instant.EPOCH, new byte[0], new byte[0], headers));

        assertThat(found).isEqualTo(lines.length == 1 ? TraceParent.of(lines[0]) : Optional.empty());
        found.ifPresent(text -> {
            assertThat(text).hasSize(55).matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
            assertThat(text).doesNotStartWith("ff").doesNotContain("-" + "0".repeat(16) + "-", "-" + "0".repeat(32));
        });
    }
}
