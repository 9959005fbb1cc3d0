package io.vsl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.Job;
import io.vsl.job.JobEvent;
import io.vsl.job.JobEventType;
import io.vsl.job.JobHistories;
import io.vsl.job.JobSnapshot;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Each sink is the fold of the log, for any order, repetition and gap of the events of many jobs at once. */
@NeedsServers
class SinksPropertyTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    /** As many histories, in one try: the stores are slower than the generator. */
    private static final int JOBS = 100;

    private final List<SinkContract> sinks =
            List.of(new PostgresSinkTest(), new RedisSinkTest(), new DynamodbSinkTest());

    @Provide
    Arbitrary<List<List<JobEvent>>> histories() {
        List<Arbitrary<List<JobEvent>>> jobs = Stream.generate(() -> JobHistories.of(UUID.randomUUID(), Instant.now()))
                .limit(JOBS)
                .toList();
        return Combinators.combine(jobs).as(histories -> histories);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void theSinksHoldWhatTheLogComesTo(@ForAll("histories") List<List<JobEvent>> histories) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < longest(histories); i++) {
            for (List<JobEvent> history : histories) {
                if (i < history.size()) {
                    records.add(record(history.get(i)));
                }
            }
        }

        Log.produce(records);

        for (SinkContract sink : sinks) {
            sink.awaitDrained();
        }
        for (List<JobEvent> history : histories) {
            UUID jobId = history.get(0).job().jobId();
            Job expected = expected(history);
            for (SinkContract sink : sinks) {
                assertThat(sink.read(jobId).orElseThrow().job())
                        .as("%s in %s", jobId, sink)
                        .isEqualTo(expected);
            }
        }
    }

    private static int longest(List<List<JobEvent>> histories) {
        return histories.stream().mapToInt(List::size).max().orElse(0);
    }

    private static ProducerRecord<byte[], byte[]> record(JobEvent event) throws JsonProcessingException {
        return Log.record(
                SinkContract.Sinks.APPLICATION.topic(event.type().value()),
                event.job().jobId().toString(),
                JSON.writeValueAsString(event));
    }

    /** By the order in each topic, which is all that the log has. */
    private static Job expected(List<JobEvent> history) {
        Map<JobEventType, Long> ends = new HashMap<>();
        return history.stream()
                .map(event -> JobSnapshot.of(event, ends.merge(event.type(), 1L, Long::sum)))
                .reduce((a, b) -> b.isNewerThan(a) ? b : a)
                .orElseThrow()
                .job();
    }
}
