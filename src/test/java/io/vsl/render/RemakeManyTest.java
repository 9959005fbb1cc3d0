package io.vsl.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Operations;
import io.vsl.testing.Receiver;
import io.vsl.testing.Simulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thumbnails of hundreds of jobs are made again in another width, and nothing else changes. */
@NeedsServers
@Tag("long")
class RemakeManyTest {

    private static final int JOBS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String prefix = "many" + UUID.randomUUID().toString().substring(0, 8);

    /** What is to stay as it is. */
    private record Kept(String original, String eTag, int width) {}

    @AfterEach
    void clear() {
        Log.deleteTopics(prefix);
    }

    @Test
    void newThumbnailsAndNothingElse() throws Exception {
        List<String> jobIds =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(JOBS).toList();
        Map<String, Kept> before;
        List<String> outcomes;
        try (Receiver receiver = new Receiver()) {
            try (Application first = start("320")) {
                submit(jobIds, receiver.url("/told"));
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> outcomes().size() == JOBS
                                && receiver.at("/told").size() == JOBS);
                before = look(first, jobIds);
                outcomes = outcomes();
            }
            assertThat(before.values()).allMatch(kept -> kept.width() == 320);
            long created = Simulator.created();
            long outputs = Simulator.outputsAskedFor();

            try (Application second = start("96")) {
                JsonNode copied = Operations.done(second, "/admin/replays", "{\"stage\":\"render\",\"remake\":true}");
                assertThat(copied.path("written").asInt()).isEqualTo(JOBS);
                Log.awaitDrained(prefix + ".render", List.of(prefix + ".render.retry"));

                Map<String, Kept> after = look(second, jobIds);
                assertThat(after.values()).allMatch(kept -> kept.width() == 96);
                assertThat(after.keySet()).isEqualTo(before.keySet());
                before.forEach((jobId, kept) ->
                        assertThat(after.get(jobId)).isEqualTo(new Kept(kept.original(), kept.eTag(), 96)));
                assertThat(outcomes()).isEqualTo(outcomes);
                assertThat(receiver.at("/told")).hasSize(JOBS);
                assertThat(Simulator.created()).isEqualTo(created);
                assertThat(Simulator.outputsAskedFor()).isEqualTo(outputs);
            }
        }
    }

    private Application start(String width) {
        return Application.start(Map.of("VSL_TOPIC_PREFIX", prefix, "VSL_THUMBNAIL_SIZE", width));
    }

    private void submit(List<String> jobIds, String webhookUrl) {
        Log.produce(jobIds.stream()
                .map(jobId -> Log.record(prefix + ".job.requested", jobId, """
                        {"userId":"user123","mediaType":"image","modelId":"flux-schnell","webhookUrl":"%s",
                         "parameters":{"prompt":"%s","width":512,"height":512}}""".formatted(webhookUrl, prefix)))
                .toList());
    }

    private List<String> outcomes() {
        return new ArrayList<>(Log.read(prefix + ".job.completed").stream()
                .map(record -> record.partition() + " " + record.offset() + " " + Log.value(record))
                .sorted()
                .toList());
    }

    private static Map<String, Kept> look(Application vsl, List<String> jobIds) throws IOException {
        Client client = new Client(vsl.url());
        Map<String, Kept> all = new LinkedHashMap<>();
        for (String jobId : jobIds) {
            JsonNode result = client.awaitOutcome(jobId).path("result");
            String link = result.path("originalUrl").asText();
            byte[] thumbnail =
                    Http.bytes(Http.to(result.path("thumbnailUrl").asText())).body();
            all.put(
                    jobId,
                    new Kept(
                            result.path("sha256").asText(),
                            Http.bytes(Http.to(link))
                                    .headers()
                                    .firstValue("ETag")
                                    .orElseThrow(),
                            ImageIO.read(new ByteArrayInputStream(thumbnail)).getWidth()));
        }
        return all;
    }
}
