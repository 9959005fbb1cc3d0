package io.vsl.compile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.Deadline;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.security.ApiKeys;
import io.vsl.platform.security.Caller;
import io.vsl.platform.stage.Batch;
import io.vsl.platform.stage.PolledRecord;
import io.vsl.platform.stage.TestPolls;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Videos of a user's jobs as one, from the request to the file. */
@NeedsServers
class CompileRouteTest {

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());

    @AfterEach
    void clear() {
        Simulator.clearFaults();
    }

    private String video(Client user, int frames) {
        return user.submitted("""
                {"mediaType":"video","modelId":"stability-video",
                 "parameters":{"image":"%s","num_frames":%d,"fps":7}}
                """.formatted(Simulator.picture(), frames));
    }

    private String completedVideo(int frames) {
        String jobId = video(client, frames);
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
        return jobId;
    }

    private String completedAudio(int seconds) {
        String jobId = client.submitted("""
                {"mediaType":"audio","modelId":"musicgen","parameters":{"prompt":"rain","duration":%d}}
                """.formatted(seconds));
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("completed");
        return jobId;
    }

    private String compiled(String body) {
        Client.Answer answer = client.post("/compilations", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().path("jobId").asText();
    }

    private List<String> events(String jobId) {
        return List.of("job.accepted", "job.started", "job.generated", "job.completed").stream()
                .filter(topic -> Log.read(application.topic(topic)).stream().anyMatch(Log.key(jobId)))
                .toList();
    }

    @Test
    void videosAndASoundBecomeOneJobLikeAnyOther() {
        String first = completedVideo(14);
        String second = completedVideo(25);
        String sound = completedAudio(3);

        Client.Answer answer = client.post("/compilations", """
                {"jobIds":["%s","%s","%s"],"audioJobId":"%s","metadata":{"film":1}}
                """.formatted(first, second, first, sound));

        assertThat(answer.status()).isEqualTo(202);
        String jobId = answer.body().path("jobId").asText();
        assertThat(answer.response().headers().firstValue("Location")).contains("/status/" + jobId);
        assertThat(answer.body().path("estimatedCost").asDouble()).isZero();
        JsonNode job = client.awaitOutcome(jobId);
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        assertThat(job.path("mediaType").asText()).isEqualTo("video");
        assertThat(job.path("modelId").asText()).isEqualTo("compilation");
        assertThat(job.path("cost").asDouble()).isZero();
        assertThat(job.path("sequence").asInt()).isEqualTo(4);
        assertThat(job.at("/metadata/film").asInt()).isEqualTo(1);
        assertThat(job.has("predictionId")).isFalse();
        JsonNode result = job.path("result");
        assertThat(result.path("warnings")).isEmpty();
        assertThat(result.path("contentType").asText()).isEqualTo("video/mp4");
        assertThat(result.path("duration").asDouble()).isCloseTo((14 + 25 + 14) / 7.0, within(0.05));
        assertThat(result.path("codec").asText()).isEqualTo("h264");
        assertThat(result.path("audioCodec").asText()).isEqualTo("aac");
        assertThat(Http.bytes(Http.to(result.path("thumbnailUrl").asText())).body())
                .startsWith(0xff, 0xd8);
        assertThat(Http.bytes(Http.to(result.path("previewUrl").asText())).body())
                .startsWith('G', 'I', 'F', '8');
        byte[] original =
                Http.bytes(Http.to(result.path("originalUrl").asText())).body();
        assertThat(original).hasSize(result.path("fileSize").asInt());
        assertThat(events(jobId)).containsExactly("job.accepted", "job.started", "job.completed");
        assertThat(Simulator.predictions(jobId)).isZero();
    }

    @Test
    void aCrossFadeMakesItShorter() {
        String first = completedVideo(14);
        String second = completedVideo(25);

        JsonNode job = client.awaitOutcome(compiled("""
                {"jobIds":["%s","%s"],"transition":{"type":"crossfade"}}""".formatted(first, second)));

        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        assertThat(job.at("/result/duration").asDouble()).isCloseTo((14 + 25 - 7) / 7.0, within(0.05));
    }

    @Test
    void theSameKeyIsTheSameCompilationWhateverBecameOfItsSources() {
        String first = completedVideo(14);
        String key = UUID.randomUUID().toString();
        String body = "{\"jobIds\":[\"%s\",\"%s\"]}".formatted(first, first);
        String jobId =
                client.post("/compilations", body, key).body().path("jobId").asText();
        client.awaitOutcome(jobId);
        client.deleteMedia(first);
        Log.await(application.topic("job.media-deleted"), Log.key(first));

        Client.Answer again = client.post("/compilations", body, key);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body().path("jobId").asText()).isEqualTo(jobId);
    }

    @Test
    void whatCantBeJoinedIsToldAtOnceWithEveryFault() {
        String video = completedVideo(14);
        String sound = completedAudio(1);
        Simulator.fault("{'on':'prediction','kind':'stuck'}");
        String running = video(client, 14);
        Log.await(application.topic("job.started"), Log.key(running));
        Log.awaitDrained(application.topic("sink-postgres"), List.of(application.topic("job.started")));
        String anothers = anothersVideo();

        Client.Answer answer =
                client.post("/compilations", """
                {"jobIds":["%s","%s","%s","%s","%s"],"audioJobId":"%s"}
                """.formatted(video, UUID.randomUUID(), anothers, sound, running, video));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("details").toString()).isEqualTo("""
                        [{"field":"jobIds[1]","code":"NOT_FOUND","message":"must be the id of a job of the same user"},\
                        {"field":"jobIds[2]","code":"NOT_FOUND","message":"must be the id of a job of the same user"},\
                        {"field":"jobIds[3]","code":"NOT_ALLOWED","message":"must be a job whose first file is video, not audio/wav"},\
                        {"field":"jobIds[4]","code":"NOT_COMPLETED","message":"must be a completed job; it is processing"},\
                        {"field":"audioJobId","code":"NOT_ALLOWED","message":"must be a job whose first file is audio, not video/mp4"}]""");
    }

    private String anothersVideo() {
        String key = "key-" + UUID.randomUUID();
        application.bean(ApiKeys.class).register(key, new Caller("other-" + UUID.randomUUID(), false));
        return video(new Client(application.url(), key), 14);
    }

    @Test
    void whatKafkaBringsEndsWithTheSameFaults() {
        String video = completedVideo(14);
        String jobId = UUID.randomUUID().toString();

        Log.produce(application.topic("job.requested"), jobId, """
                {"userId":"user123","mediaType":"video","modelId":"compilation",
                 "parameters":{"jobIds":["%s","%s"]}}""".formatted(video, UUID.randomUUID()));

        JsonNode job = client.awaitOutcome(jobId);
        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/code").asText()).isEqualTo("SOURCE_UNAVAILABLE");
        assertThat(job.at("/error/message").asText()).isEqualTo("jobIds[1] must be the id of a job of the same user");
        assertThat(job.path("sequence").asInt()).isEqualTo(4);
    }

    @Test
    void whatFfmpegCantJoinFailsAndSaysWhy() {
        String shortOne = completedVideo(14);

        JsonNode job = client.awaitOutcome(compiled("""
                {"jobIds":["%s","%s"],"transition":{"type":"crossfade","duration":5}}
                """.formatted(shortOne, shortOne)));

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/code").asText()).isEqualTo("COMPILATION_FAILED");
        assertThat(job.at("/error/message").asText())
                .isEqualTo(
                        "The videos can't be joined: jobIds[0]: it is 2.00 seconds long, too short for its cross-fades"
                                + " of 5.00");
    }

    @Test
    void aWishThatComesBeforeItHoldsTrue() {
        String video = completedVideo(14);
        String jobId = UUID.randomUUID().toString();
        Log.produce(application.topic("job.cancel-requested"), jobId, "{\"reason\":\"a mistake\"}");
        Log.awaitDrained(application.topic("cancel"), List.of(application.topic("job.cancel-requested")));

        Log.produce(application.topic("job.requested"), jobId, """
                {"userId":"user123","mediaType":"video","modelId":"compilation",
                 "parameters":{"jobIds":["%s","%s"]}}""".formatted(video, video));

        JsonNode job = client.awaitOutcome(jobId);
        assertThat(job.path("status").asText()).isEqualTo("cancelled");
        assertThat(job.path("sequence").asInt()).isEqualTo(4);
        assertThat(Log.read(application.topic("job.stored")).stream().filter(Log.key(jobId)))
                .isEmpty();
    }

    @Test
    void whatHasNoTimeLeftInItsPollIsMadeInAnother() {
        String jobId = UUID.randomUUID().toString();
        String other = compiled("{\"jobIds\":[\"%1$s\",\"%1$s\"]}".formatted(completedVideo(14)));
        Consumed asked = Consumed.of(Log.await(application.topic("compilation.requested"), Log.key(other)));
        Consumed another = new Consumed(
                asked.topic(),
                asked.partition(),
                asked.offset(),
                asked.timestamp(),
                jobId.getBytes(UTF_8),
                new String(asked.value(), UTF_8).replace(other, jobId).getBytes(UTF_8),
                asked.headers());

        assertThat(compile(another, Deadline.after(Duration.ofSeconds(179)))).satisfies(polled -> {
            assertThat(TestPolls.postponedReason(polled)).isEqualTo("There was no time left for it in its poll");
            assertThat(TestPolls.outputs(polled)).isEmpty();
        });
        assertThat(compile(another, Deadline.after(Duration.ofSeconds(200)))).satisfies(polled -> {
            assertThat(TestPolls.postponedReason(polled)).isNull();
            assertThat(TestPolls.outputs(polled)).hasSize(1);
        });
    }

    private PolledRecord compile(Consumed asked, Deadline end) {
        Batch batch = TestPolls.poll(end, asked);
        PolledRecord polled = batch.open().getFirst();
        application.bean(ProducerTemplate.class).sendBody("direct:compile", batch);
        return polled;
    }

    @Test
    void aReplayTellsTheSameAgainAndMakesNothing() {
        String video = completedVideo(14);
        String jobId = compiled("{\"jobIds\":[\"%s\",\"%s\"]}".formatted(video, video));
        JsonNode before = client.awaitOutcome(jobId);
        ConsumerRecord<byte[], byte[]> asked = Log.await(application.topic("compilation.requested"), Log.key(jobId));
        ConsumerRecord<byte[], byte[]> accepted = Log.await(application.topic("job.accepted"), Log.key(jobId));

        Log.replay(application.topic("compile.retry"), asked);
        Log.replay(application.topic("generate.retry"), accepted);
        Log.awaitDrained(application.topic("compile"), List.of(application.topic("compile.retry")));
        Log.awaitDrained(application.topic("generate"), List.of(application.topic("generate.retry")));

        assertThat(Log.read(application.topic("job.stored")).stream().filter(Log.key(jobId)))
                .hasSize(1);
        assertThat(Simulator.predictions(jobId)).isZero();
        assertThat(client.status(jobId).body().path("completedAt")).isEqualTo(before.path("completedAt"));
    }

    @Test
    void everyFaultOfABodyIsTold() {
        Client.Answer answer = client.post("/compilations", """
                {"jobIds":["a",7],"audioJobId":"b","transition":{"type":"wipe","duration":11,"more":1},"video":true}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("details").findValuesAsText("field"))
                .containsExactlyInAnyOrder(
                        "video",
                        "jobIds[0]",
                        "jobIds[1]",
                        "audioJobId",
                        "transition.more",
                        "transition.type",
                        "transition.duration");
        assertThat(client.post("/compilations", "{}")
                        .body()
                        .at("/details/0/code")
                        .asText())
                .isEqualTo("REQUIRED");
        assertThat(client.post("/compilations", "{\"jobIds\":[\"%s\"]}".formatted(UUID.randomUUID()))
                        .body()
                        .at("/details/0/message")
                        .asText())
                .isEqualTo("must have at least 2 entries, or 1 beside an audioJobId");
    }
}
