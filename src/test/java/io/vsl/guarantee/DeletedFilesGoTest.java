package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a user has deleted are gone, and that is told as one event, wherever the stage that removes them is killed. */
@NeedsServers
class DeletedFilesGoTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Installation vsl;

    @BeforeAll
    static void start() {
        vsl = Installation.complete();
    }

    @AfterAll
    static void stop() {
        vsl.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"after erase-note", "after erase-list", "after erase-remove", "before erase-commit"})
    void whereverEraseIsKilled(String failpoint) {
        Map<String, String> links = new LinkedHashMap<>();
        try (Victim victim = vsl.victim("erase", failpoint)) {
            Awaitility.await("the failpoint").atMost(PATIENCE).until(() -> {
                JsonNode job = vsl.client().awaitOutcome(vsl.submit(1).getFirst());
                String jobId = job.path("jobId").asText();
                links.put(jobId, job.at("/result/originalUrl").asText());
                vsl.client().deleteMedia(jobId);
                return victim.isThere();
            });

            victim.killThere();

            links.keySet().forEach(jobId -> Awaitility.await(jobId)
                    .atMost(PATIENCE)
                    .until(() -> vsl.client().status(jobId).body().has("mediaDeletedAt")));
        }
        links.forEach((jobId, link) -> {
            assertThat(Http.bytes(Http.to(link)).statusCode()).isEqualTo(404);
            assertThat(Log.read(vsl.topic("job.media-deleted")).stream()
                            .filter(Log.key(jobId))
                            .map(Log::value)
                            .distinct())
                    .hasSize(1);
            assertThat(vsl.client().status(jobId).body().path("status").asText())
                    .isEqualTo("completed");
        });
    }
}
