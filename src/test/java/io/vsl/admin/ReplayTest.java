package io.vsl.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.topology.Topology;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A replay takes records up again, and nothing comes of it that was not there before. */
@NeedsServers
class ReplayTest {

    private static final List<String> STAGES = Topology.read(Topology.DEFAULT).consuming();

    /** They have read nothing: no job was cancelled, no record postponed. */
    private static final Set<String> IDLE = Set.of("cancel", Topology.DELAY);

    private static List<String> jobs = List.of();

    private final Operator operator = Operator.shared();

    @BeforeEach
    void finishedJobs() {
        if (jobs.isEmpty()) {
            String refused = UUID.randomUUID().toString();
            Log.produce(operator.application().topic("job.requested"), refused, "{\"userId\":\"user123\"}");
            String video = operator.client().submitted("""
                    {"mediaType":"video","modelId":"stability-video","parameters":{"image":"%s"}}""".formatted(Simulator.picture()));
            operator.client().awaitOutcome(video);
            String compilation = operator.client().submitted("""
                    {"mediaType":"video","modelId":"compilation","parameters":{"jobIds":["%s","%s"]}}""".formatted(video, video));
            jobs = Stream.concat(
                            Stream.of(refused, video, compilation),
                            Stream.generate(() -> operator.client().submitted("""
                    {"mediaType":"image","modelId":"flux-schnell","prompt":"a fox"}"""))
                                    .limit(4))
                    .toList();
            jobs.forEach(operator.client()::awaitOutcome);
            // The files of one are gone, and nothing brings them back.
            operator.client().deleteMedia(jobs.getLast());
            Awaitility.await()
                    .until(() -> operator.client().status(jobs.getLast()).body().has("mediaDeletedAt"));
        }
        operator.awaitQuiet();
    }

    @ParameterizedTest
    @FieldSource("STAGES")
    void aReplayOfAStageChangesNothing(String stage) {
        Map<String, Integer> predictions = predictions();
        List<Map<String, Object>> rows = rows();
        long deadLetters = deadLetters();
        int changedOutcomes = operator.verified().path("changedOutcomes").asInt();

        JsonNode result = operator.done("/admin/replays", "{'stage':'%s'}".formatted(stage));
        operator.awaitTakenUp(stage);
        operator.awaitQuiet();

        assertThat(result.path("written").asLong())
                .isEqualTo(result.path("read").asLong());
        if (!IDLE.contains(stage)) {
            assertThat(result.path("written").asLong()).isPositive();
        }
        assertThat(predictions()).isEqualTo(predictions);
        assertThat(rows()).isEqualTo(rows);
        assertThat(deadLetters()).isEqualTo(deadLetters);
        JsonNode verified = operator.verified();
        assertThat(verified.path("differences").asInt()).as(verified.toString()).isZero();
        assertThat(verified.path("changedOutcomes").asInt()).isEqualTo(changedOutcomes);
        assertThat(verified.path("jobs").asInt()).isGreaterThanOrEqualTo(jobs.size());
    }

    @Test
    void theRecordsOfChosenJobsStandOnTheRetryTopicAsTheyWereWithTheirPlace() {
        String topic = operator.application().topic("job.accepted");
        ConsumerRecord<byte[], byte[]> read = Log.await(topic, Log.key(jobs.get(1)));

        JsonNode result = operator.done(
                "/admin/replays", "{'stage':'generate','topics':['%s'],'jobIds':['%s']}".formatted(topic, jobs.get(1)));

        assertThat(result.path("written").asLong())
                .isEqualTo(Log.read(topic).stream().filter(Log.key(jobs.get(1))).count());
        ConsumerRecord<byte[], byte[]> replayed = Log.await(
                operator.application().topic("generate.retry"),
                Log.key(jobs.get(1)).and(record -> topic.equals(Log.header(record, "retry-topic"))));
        assertThat(replayed.value()).isEqualTo(read.value());
        assertThat(Log.header(replayed, "ce_id")).isEqualTo(Log.header(read, "ce_id"));
        assertThat(Log.header(replayed, "retry-topic")).isEqualTo(topic);
        assertThat(Log.header(replayed, "retry-partition")).isEqualTo(Integer.toString(read.partition()));
        assertThat(Log.header(replayed, "retry-offset")).isEqualTo(Long.toString(read.offset()));
        assertThat(Log.header(replayed, "retry-timestamp"))
                .isEqualTo(Instant.ofEpochMilli(read.timestamp()).toString());
        operator.awaitTakenUp("generate");
    }

    @Test
    void aDryRunWritesNothing() {
        long before = Log.size(operator.application().topic("store.retry"));

        JsonNode result = operator.done("/admin/replays", "{'stage':'store','dryRun':true}");

        assertThat(result.path("chosen").asLong())
                .isEqualTo(Log.size(operator.application().topic("job.generated")));
        assertThat(result.path("written").asLong()).isZero();
        assertThat(Log.size(operator.application().topic("store.retry"))).isEqualTo(before);
    }

    @Test
    void aReplayKeepsToItsBounds() {
        String topic = operator.application().topic("job.completed");
        ConsumerRecord<byte[], byte[]> last = Log.await(topic, Log.key(jobs.get(4)));
        List<ConsumerRecord<byte[], byte[]>> all = Log.read(topic);
        String time = Instant.ofEpochMilli(last.timestamp()).toString();

        assertThat(chosen("'partition':%d,'fromOffset':%d".formatted(last.partition(), last.offset())))
                .isEqualTo(all.stream()
                        .filter(record -> record.partition() == last.partition() && record.offset() >= last.offset())
                        .count());
        assertThat(chosen("'since':'%s'".formatted(time)) + chosen("'until':'%s'".formatted(time)))
                .isEqualTo(all.size());
        assertThat(chosen("'since':'%s'".formatted(time))).isPositive().isLessThan(all.size());
        assertThat(chosen("'since':'2100-01-01T00:00:00Z'")).isZero();
    }

    @Test
    void aReplayGoesNoFasterThanItMay() {
        long begin = System.nanoTime();

        JsonNode result = operator.done("/admin/replays", "{'stage':'conclude','recordsPerSecond':10}");

        assertThat((System.nanoTime() - begin) / 1e9)
                .isGreaterThan(result.path("written").asLong() / 10.0 - 0.1);
        operator.awaitTakenUp("conclude");
    }

    private long chosen(String bounds) {
        return operator.done(
                        "/admin/replays",
                        "{'stage':'sink-redis','topics':['%s'],'dryRun':true,%s}"
                                .formatted(operator.application().topic("job.completed"), bounds))
                .path("chosen")
                .asLong();
    }

    private static Map<String, Integer> predictions() {
        return jobs.stream().collect(Collectors.toMap(job -> job, Simulator::predictions));
    }

    private long deadLetters() {
        return STAGES.stream()
                .flatMap(stage -> Log.read(operator.application().topic(stage + ".dead-letter")).stream())
                .filter(record -> jobs.stream().anyMatch(job -> Log.key(job).test(record)))
                .count();
    }

    private List<Map<String, Object>> rows() {
        return operator.application()
                .bean(JdbcClient.class)
                .sql("""
                SELECT job_id, version, CAST(document AS text) AS document,
                    (SELECT count(*) FROM job_events e WHERE e.job_id = j.job_id) AS events
                FROM jobs j WHERE job_id = ANY (CAST(:jobs AS uuid[])) ORDER BY job_id""")
                .param("jobs", jobs.toString().replace('[', '{').replace(']', '}'))
                .query()
                .listOfRows();
    }
}
