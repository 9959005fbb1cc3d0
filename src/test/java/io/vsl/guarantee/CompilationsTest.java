package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compilation reaches one outcome, wherever the stage is killed that makes it. */
@NeedsServers
class CompilationsTest {

    private static Installation vsl;
    private static String video;

    @BeforeAll
    static void aVideoIsThere() {
        vsl = Installation.without("compile");
        video = vsl.client().submitted("""
                {"mediaType":"video","modelId":"stability-video",
                 "parameters":{"image":"%s","num_frames":14,"fps":7}}""".formatted(Simulator.picture()));
        assertThat(vsl.client().awaitOutcome(video).path("status").asText()).isEqualTo("completed");
    }

    @AfterAll
    static void stop() {
        vsl.close();
    }

    private static String compile() {
        Client.Answer answer =
                vsl.client().post("/compilations", "{\"jobIds\":[\"%s\",\"%s\"]}".formatted(video, video));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().path("jobId").asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before put-file",
                "after put-file",
                "after put-once",
                "before publish-outputs",
                "before compile-commit"
            })
    void whereverTheStageIsKilled(String failpoint) {
        String jobId;
        try (Victim victim = vsl.victim("compile", failpoint)) {
            jobId = compile();

            victim.killThere();
        }
        try (Application other = vsl.start("compile")) {
            assertThat(other.url()).isNotEmpty();
            JsonNode job = vsl.client().awaitOutcome(jobId);

            assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
            assertThat(job.at("/result/duration").asDouble()).isEqualTo(4.0);
            Log.awaitDrained(vsl.topic("compile"), List.of(vsl.topic("compilation.requested")));
        }
        Log.awaitDrained(vsl.topic("conclude"), List.of(vsl.topic("outcome.proposed")));
        assertThat(vsl.outcomes().get(jobId)).hasSize(1);
        vsl.assertThatSinksAgree(Set.of(jobId));
    }

    /** What it stores then goes again. */
    @Test
    void whatIsCancelledWhileItIsMadeStaysSoAndLeavesNoFiles() {
        try (Victim victim = vsl.victim("compile", "after put-file")) {
            String jobId = compile();
            victim.awaitReached();
            assertThat(vsl.client().cancel(jobId).status()).isEqualTo(202);
            assertThat(vsl.client().awaitOutcome(jobId).path("status").asText()).isEqualTo("cancelled");

            victim.letGo();

            String stored = Log.value(Log.await(vsl.topic("job.stored"), Log.key(jobId)));
            assertThat(stored).contains("original.mp4");
            Log.awaitDrained(vsl.topic("compile"), List.of(vsl.topic("compilation.requested")));
            Log.awaitDrained(vsl.topic("render"), List.of(vsl.topic("job.stored")));
            Log.awaitDrained(vsl.topic("conclude"), List.of(vsl.topic("outcome.proposed")));
            Log.awaitDrained(vsl.topic("erase"), List.of(vsl.topic("media.delete-requested")));
            Map<String, Set<String>> outcomes = vsl.outcomes();
            assertThat(outcomes.get(jobId))
                    .singleElement()
                    .asString()
                    .contains("\"status\":\"cancelled\"", "\"sequence\":4");
            String folder = Http.json(stored).at("/stored/s3Path").asText();
            Awaitility.await().untilAsserted(() -> assertThat(vsl.files(folder)).isEmpty());
        }
    }
}
