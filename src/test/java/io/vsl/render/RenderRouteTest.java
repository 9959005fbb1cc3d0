package io.vsl.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.Deadline;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.TestPolls;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Operations;
import io.vsl.testing.Simulator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made of stored files, and that each job completes once. */
@NeedsServers
class RenderRouteTest {

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final String prompt = "render " + UUID.randomUUID();

    @AfterEach
    void clear() {
        Simulator.clearFaults();
    }

    @Test
    void aVideoHasAThumbnailPreviewsAndFacts() {
        JsonNode result = client.awaitOutcome(
                        client.submitted("""
                        {'userId':'user123','mediaType':'video','modelId':'stability-video',
                         'parameters':{'image':'%s','num_frames':14,'fps':7}}
                        """.formatted(Simulator.picture()).replace('\'', '"')))
                .path("result");

        assertThat(result.path("warnings")).isEmpty();
        assertThat(result.path("codec").asText()).isEqualTo("h264");
        assertThat(result.path("duration").asDouble()).isEqualTo(2.0);
        assertThat(result.path("fps").asDouble()).isEqualTo(7.0);
        assertThat(result.path("bitRate").asLong()).isPositive();
        assertThat(download(result, "thumbnailUrl")).startsWith(0xff, 0xd8);
        assertThat(download(result, "previewUrl")).startsWith('G', 'I', 'F', '8');
        assertThat(download(result, "previewWebpUrl")).startsWith('R', 'I', 'F', 'F');
        assertThat(result.has("waveformUrl")).isFalse();
    }

    @Test
    void aSoundHasAWaveformPeaksAndFacts() {
        JsonNode result = client.awaitOutcome(
                        client.submitted("""
                        {'userId':'user123','mediaType':'audio','modelId':'musicgen',
                         'parameters':{'prompt':'%s','duration':3}}
                        """.formatted(prompt).replace('\'', '"')))
                .path("result");

        assertThat(result.path("warnings")).isEmpty();
        assertThat(result.path("duration").asDouble()).isEqualTo(3.0);
        assertThat(result.path("sampleRate").asInt()).isPositive();
        assertThat(result.path("channels").asInt()).isPositive();
        assertThat(result.path("loudness").asDouble()).isNegative();
        assertThat(download(result, "waveformUrl")).startsWith(0x89, 'P', 'N', 'G');
        assertThat(download(result, "peaksUrl")).startsWith('{');
        assertThat(result.has("thumbnailUrl")).isFalse();
    }

    @Test
    void aFileThatNothingCanBeMadeOfIsKeptAndTheReasonIsSaid() {
        Simulator.fault("{'on':'delivery','kind':'wrong-type','match':{'prompt':'%s'}}".formatted(prompt));

        JsonNode job = client.awaitOutcome(image());

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.at("/result/originalUrl").asText()).isNotEmpty();
        assertThat(job.at("/result/warnings")).isNotEmpty();
    }

    @Test
    void aReplayProposesTheSameOutcomeAgain() {
        String jobId = image();
        client.awaitOutcome(jobId);
        byte[] stored =
                Log.await(application.topic("job.stored"), Log.key(jobId)).value();

        Log.produce(application.topic("job.stored"), jobId, stored);
        Log.awaitDrained(application.topic("render"), List.of(application.topic("job.stored")));

        assertThat(Log.read(application.topic("outcome.proposed")).stream()
                        .filter(Log.key(jobId))
                        .map(Log::value))
                .hasSize(2)
                .containsOnly(Log.value(Log.await(application.topic("job.completed"), Log.key(jobId))));
    }

    @Test
    void filesThatAreGoneStopNobody() {
        String jobId = image();
        client.awaitOutcome(jobId);
        String other = UUID.randomUUID().toString();
        String stored = Log.value(Log.await(application.topic("job.stored"), Log.key(jobId)))
                .replace(jobId, other);

        Log.produce(application.topic("job.stored"), other, stored);

        assertThat(Log.value(Log.await(application.topic("outcome.proposed"), Log.key(other))))
                .contains("NOT_RENDERED", "The file is gone", "completed");
    }

    @Test
    void whatHasNoTimeLeftInItsPollIsRenderedInAnother() {
        String jobId = image();
        client.awaitOutcome(jobId);
        Consumed stored = Consumed.of(Log.await(application.topic("job.stored"), Log.key(jobId)));

        assertThat(render(stored, Deadline.after(Duration.ofSeconds(119)))).satisfies(polled -> {
            assertThat(TestPolls.postponedReason(polled)).isEqualTo("There was no time left for it in its poll");
            assertThat(TestPolls.outputs(polled)).isEmpty();
        });
        assertThat(render(stored, Deadline.after(Duration.ofSeconds(140)))).satisfies(polled -> {
            assertThat(TestPolls.postponedReason(polled)).isNull();
            assertThat(TestPolls.outputs(polled)).hasSize(1);
        });
    }

    private PolledRecord render(Consumed stored, Deadline end) {
        Batch batch = TestPolls.poll(end, stored);
        PolledRecord polled = batch.open().getFirst();
        application.bean(ProducerTemplate.class).sendBody("direct:render", batch);
        return polled;
    }

    @Test
    void filesAreMadeAgainWithOtherSettingsAndNothingElseChanges() throws Exception {
        String prefix = "remake" + UUID.randomUUID().toString().substring(0, 8);
        String jobId;
        String original;
        try (Application first = Application.start(Map.of("VSL_TOPIC_PREFIX", prefix))) {
            Client user = new Client(first.url());
            jobId = user.submitted(imageRequest());
            JsonNode result = user.awaitOutcome(jobId).path("result");
            assertThat(thumbnail(result).getWidth()).isEqualTo(320);
            original = eTag(result.path("originalUrl").asText());
        }
        long created = Simulator.created();

        try (Application second = Application.start(Map.of("VSL_TOPIC_PREFIX", prefix, "VSL_THUMBNAIL_SIZE", "96"))) {
            JsonNode copied = Operations.done(second, "/admin/replays", "{\"stage\":\"render\",\"remake\":true}");
            assertThat(copied.path("written").asInt()).isEqualTo(1);
            Log.awaitDrained(prefix + ".render", List.of(prefix + ".render.retry"));

            JsonNode again = new Client(second.url()).awaitOutcome(jobId).path("result");
            assertThat(thumbnail(again).getWidth()).isEqualTo(96);
            assertThat(eTag(again.path("originalUrl").asText())).isEqualTo(original);
            assertThat(Log.read(prefix + ".outcome.proposed").stream().filter(Log.key(jobId)))
                    .hasSize(1);
            assertThat(Simulator.created()).isEqualTo(created);
        }
        Log.deleteTopics(prefix);
    }

    private static BufferedImage thumbnail(JsonNode result) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(download(result, "thumbnailUrl")));
    }

    private static String eTag(String link) {
        return Http.bytes(Http.to(link)).headers().firstValue("ETag").orElseThrow();
    }

    private String image() {
        return client.submitted(imageRequest());
    }

    private String imageRequest() {
        return """
                {'userId':'user123','mediaType':'image','modelId':'flux-schnell','parameters':{'prompt':'%s'}}
                """.formatted(prompt).replace('\'', '"');
    }

    private static byte[] download(JsonNode result, String link) {
        return Http.bytes(Http.to(result.path(link).asText())).body();
    }
}
