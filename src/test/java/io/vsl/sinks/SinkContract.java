package io.vsl.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vsl.job.ErrorCode;
import io.vsl.job.Estimate;
import io.vsl.job.GeneratedOutputs;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.JobCompleted;
import io.vsl.job.JobError;
import io.vsl.job.JobEvent;
import io.vsl.job.JobEventType;
import io.vsl.job.JobGenerated;
import io.vsl.job.JobHistories;
import io.vsl.job.JobRequest;
import io.vsl.job.JobResult;
import io.vsl.job.JobSnapshot;
import io.vsl.job.JobStarted;
import io.vsl.job.MediaType;
import io.vsl.job.Output;
import io.vsl.job.PredictionRequest;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.stores.JobStores;
import io.vsl.testing.Application;
import io.vsl.testing.Log;
import io.vsl.testing.TestJobs;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every sink is: the fold of the log, whatever the order and however often. */
abstract class SinkContract {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    /** Not long ago: what is older than its time in a store is not kept there. */
    private static final Instant CREATED = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final String stage;
    private final UUID jobId = UUID.randomUUID();
    private final Job pending = Job.pending(
            jobId,
            new JobRequest(
                    "user123",
                    MediaType.IMAGE,
                    "flux-schnell",
                    JSON.createObjectNode(),
                    null,
                    JSON.createObjectNode().put("order", 7)),
            CREATED,
            new Estimate(new BigDecimal("5"), new BigDecimal("0.003"), null, List.of()));
    private final Job processing = pending.processing("p" + jobId, 1);
    private final JobEvent accepted = new JobAccepted(
            pending,
            JSON.createObjectNode().put("prompt", "a fox"),
            new PredictionRequest("/predictions", "v", JSON.createObjectNode(), 0, null));
    private final JobEvent started = new JobStarted(processing, 1, CREATED.plusSeconds(1));
    private final JobEvent generated = new JobGenerated(
            processing,
            1,
            new GeneratedOutputs(
                    List.of("https://replicate.delivery/x"),
                    List.of(""),
                    Map.of("/seed", JSON.getNodeFactory().numberNode(42)),
                    0,
                    0,
                    null),
            CREATED.plusSeconds(5));
    private final JobEvent completed = new JobCompleted(processing.completed(
            new JobResult("images/user123/x", List.of(JobHistories.image()), Map.of(), List.of(), 0),
            CREATED.plusSeconds(6)));
    private final JobEvent cancelled = new JobCompleted(
            processing.failed(JobError.of(ErrorCode.CANCELLED, "by the user"), CREATED.plusSeconds(7)));

    SinkContract(String stage) {
        this.stage = stage;
    }

    /** The sinks alone: nobody else reads the events. */
    static final class Sinks {

        static final Application APPLICATION =
                Application.start(Map.of("VSL_STAGES", "setup,sink-postgres,sink-redis,sink-dynamodb"));

        private Sinks() {}
    }

    /** What the sink has of the job. */
    Optional<JobSnapshot> read(UUID jobId) throws Exception {
        return Sinks.APPLICATION.bean(JobStores.class).of(stage).find(jobId);
    }

    @Test
    void theJobIsAsTheLastEventLeftIt() throws Exception {
        write(accepted, started, generated, completed);

        assertThat(read(jobId).orElseThrow().job()).isEqualTo(completed.job());
    }

    @Test
    void eventsThatComeLateChangeNothing() throws Exception {
        for (JobEvent event : List.of(completed, generated, started, accepted)) {
            write(event);
        }

        assertThat(read(jobId).orElseThrow().job()).isEqualTo(completed.job());
    }

    @Test
    void theSameEventsAgainChangeNothing() throws Exception {
        write(accepted, started);
        JobSnapshot once = read(jobId).orElseThrow();

        write(accepted, started);

        assertThat(read(jobId).orElseThrow()).isEqualTo(once);
    }

    @Test
    void theFirstOutcomeInTheLogStays() throws Exception {
        write(completed);

        write(cancelled);

        assertThat(read(jobId).orElseThrow().job()).isEqualTo(completed.job());
    }

    @Test
    void aRecordThatIsNoEventIsADeadLetterAndTheNextGoesOn() throws Exception {
        String poison = "{\"jobId\":\"" + jobId + "\"";
        Log.produce(Sinks.APPLICATION.topic("job.started"), jobId.toString(), poison);

        write(started);

        assertThat(read(jobId).orElseThrow().job()).isEqualTo(processing);
        assertThat(Log.value(Log.await(Sinks.APPLICATION.topic(stage + ".dead-letter"), Log.key(jobId.toString()))))
                .isEqualTo(poison);
    }

    /** Writes the outcome of a job of its own, with these files. */
    UUID writeCompleted(List<Output> outputs) throws Exception {
        UUID id = UUID.randomUUID();
        Job running = TestJobs.pending(id, CREATED).processing("p" + id, 1);
        JobEvent event = new JobCompleted(running.completed(
                new JobResult("images/user123/x", outputs, Map.of(), List.of(), 0), CREATED.plusSeconds(6)));
        Log.produce(Sinks.APPLICATION.topic(event.type().value()), id.toString(), JSON.writeValueAsBytes(event));
        return id;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"extra\":\"\\u0000\"",
                "\"extra\":\"\\ud800\"",
                "\"extra\":1e200000",
                "\"createdAt\":\"+99999-01-01T00:00:00Z\"",
                "\"createdAt\":\"-0001-01-01T00:00:00Z\"",
                "\"estimatedCost\":1e12",
                "\"processingTime\":1e12",
                "\"userId\":\"\"",
                "\"predictionId\":\"\"",
                "\"attempt\":0"
            })
    void anEventThatOneStoreCouldNotHoldIsADeadLetterOfEachAndTheNextGoesOn(String member) throws Exception {
        String value = JSON.writeValueAsString(started);
        String name = member.substring(0, member.indexOf(':'));
        String poison = value.replaceFirst(Pattern.quote(name) + ":(\"[^\"]*\"|[^,}]*),?", "")
                .replaceFirst("\\{", Matcher.quoteReplacement("{" + member + ","));
        Log.produce(Sinks.APPLICATION.topic("job.started"), jobId.toString(), poison.replace(",}", "}"));

        write(started);

        assertThat(read(jobId).orElseThrow().job()).isEqualTo(processing);
        assertThat(Log.await(Sinks.APPLICATION.topic(stage + ".dead-letter"), Log.key(jobId.toString())))
                .isNotNull();
    }

    /** Writes the events and waits until the sink has seen them. */
    private void write(JobEvent... events) throws Exception {
        for (JobEvent event : events) {
            Log.produce(Sinks.APPLICATION.topic(event.type().value()), jobId.toString(), JSON.writeValueAsBytes(event));
        }
        awaitDrained();
    }

    /** Waits until the sink has seen all there is. */
    void awaitDrained() {
        List<String> topics = Stream.of(JobEventType.values())
                .map(type -> Sinks.APPLICATION.topic(type.value()))
                .toList();
        Log.awaitDrained(Sinks.APPLICATION.topic(stage), topics);
    }
}
