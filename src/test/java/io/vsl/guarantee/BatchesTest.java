package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Client.Answer;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Receiver;
import io.vsl.testing.Receiver.Received;
import io.vsl.testing.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch ends, and is told of once, whoever is killed while its jobs run. */
@NeedsServers
class BatchesTest {

    private static final Logger LOG = LoggerFactory.getLogger(BatchesTest.class);

    private static final String STAGES = "admit,generate,inputs,settle,store,render,conclude,notify";

    private static final Duration END = Duration.ofMinutes(8);

    /** A call that nothing else could have led to by then. */
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void itEndsOnceThoughItsStagesAreKilledInTheMidstOfIt() throws Exception {
        endsOnceThoughStagesAreKilled(60, 3, List.of("job.started"));
    }

    @Test
    @Tag("long")
    void soDoesOneOfAThousandThoughEachStageIsKilledInTurn() throws Exception {
        endsOnceThoughStagesAreKilled(
                1000, 30, List.of("job.accepted", "job.started", "job.generated", "outcome.proposed", "job.completed"));
    }

    /** @param topics when some of the jobs have come there, all stages are killed; and at last while notify counts */
    private void endsOnceThoughStagesAreKilled(int requests, int bad, List<String> topics) throws Exception {
        try (Installation vsl = Installation.without(STAGES.split(","))) {
            vsl.set("vsl.notify.timeout", "3s");
            vsl.set("vsl.notify.lease", "10s");
            int good = requests - bad;
            Answer answer = vsl.client().post("/generate-media/batch", body(vsl, requests, bad));
            assertThat(answer.status()).isEqualTo(202);
            JsonNode batch = answer.body();
            String batchId = batch.path("batchId").asText();
            assertThat(batch.path("accepted").asInt()).isEqualTo(good);
            assertThat(batch.path("refused").asInt()).isEqualTo(bad);
            assertThat(IntStream.range(0, requests))
                    .allMatch(i -> batch.at("/jobs/%d/index".formatted(i)).asInt() == i
                            && batch.at("/jobs/%d/reference".formatted(i))
                                    .asText()
                                    .equals("r" + i)
                            && batch.at("/jobs/%d".formatted(i)).has("error") == isBad(i, requests, bad));
            Victim victim = vsl.victim(STAGES, "none");
            int kills = 0;
            for (String topic : topics) {
                int some = good * (kills + 1) / 8;
                Awaitility.await(topic)
                        .atMost(END)
                        .until(() -> Log.read(vsl.topic(topic)).size() > some);
                victim.killNow();
                kills++;
                victim = vsl.victim(STAGES, "none");
            }
            Awaitility.await("notices")
                    .atMost(END)
                    .until(() -> Integer.parseInt(vsl.database()
                                    .query("SELECT count(*) FROM batch_jobs WHERE status IS NOT NULL")
                                    .getFirst())
                            > good * 3 / 4);
            victim.killNow();
            vsl.victim(STAGES, "none");

            Received end = Awaitility.await("the end")
                    .atMost(END)
                    .until(() -> receiver.at("/ended"), calls -> !calls.isEmpty())
                    .getFirst();

            assertThat(end.body().path("event").asText()).isEqualTo("batch.completed");
            assertThat(end.body().path("total").asInt()).isEqualTo(good);
            List<String> jobs = StreamSupport.stream(batch.path("jobs").spliterator(), false)
                    .filter(job -> job.has("jobId"))
                    .map(job -> job.path("jobId").asText())
                    .toList();
            assertThat(jobs).hasSize(good).doesNotHaveDuplicates();
            assertThat(vsl.outcomes()).containsOnlyKeys(jobs).allSatisfy((job, outcomes) -> assertThat(outcomes)
                    .hasSize(1));
            assertThat(jobs).allMatch(job -> Simulator.predictions(job) == 1);
            JsonNode shown = vsl.client().get("/batches/" + batchId).body();
            // An output may be gone from the simulator by the time that all have been killed.
            assertThat(shown.path("completed").asInt() + shown.path("failed").asInt())
                    .isEqualTo(good);
            assertThat(shown.path("pending").asInt() + shown.path("processing").asInt())
                    .isZero();
            Log.replay(vsl.topic("notify.retry"), Log.read(vsl.topic("job.completed")));
            Log.awaitDrained(vsl.topic("notify"), List.of(vsl.topic("job.completed"), vsl.topic("notify.retry")));
            Thread.sleep(A_WHILE);
            assertThat(receiver.at("/ended").stream().map(Received::id).distinct())
                    .as("one batch.completed")
                    .hasSize(1);
            LOG.info("{} requests, {} jobs, {} kills, one end", requests, good, kills + 1);
        }
    }

    private static boolean isBad(int index, int requests, int bad) {
        int every = requests / bad;
        return index % every == 0 && index / every < bad;
    }

    private String body(Installation vsl, int requests, int bad) {
        return "{\"webhookUrl\":\"%s\",\"requests\":[%s]}"
                .formatted(
                        receiver.url("/ended"),
                        IntStream.range(0, requests)
                                .mapToObj(i -> isBad(i, requests, bad)
                                        ? "{\"reference\":\"r%d\",\"mediaType\":\"none\"}".formatted(i)
                                        : vsl.request()
                                                .replace(
                                                        "{\"userId\"",
                                                        "{\"reference\":\"r%d\",\"userId\"".formatted(i)))
                                .collect(Collectors.joining(",")));
    }
}
