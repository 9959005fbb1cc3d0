package io.vsl.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Database;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions that succeeded, with outputs in forms that models were met to give: their files are kept. */
@NeedsServers
class AnyOutputRouteTest {

    /** Replicate keeps outputs for so long here. */
    private static final int KEPT_SECONDS = 8;

    private static Application application;

    @BeforeAll
    static void start() {
        application = Application.start(Map.of(
                "DATABASE_URL",
                Database.create("o" + UUID.randomUUID().toString().substring(0, 8))
                        .url(),
                "VSL_OUTPUTS_KEPT",
                KEPT_SECONDS + "s"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void clear() {
        Simulator.clearFaults();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'audio':'{{file:tone.wav}}','spectrogram':'{{file:base.jpg}}'}|/audio audio/wav, /spectrogram image/jpeg|",
                "{'spectrogram':'{{file:base.jpg}}','audio':'{{file:tone.wav}}'}|/audio audio/wav, /spectrogram image/jpeg|",
                "{'audio':['{{file:tone.wav}}'],'seed':42}|/audio/0 audio/wav|{'/seed':42}",
                "['{{file:tone.wav}}','a caption',null]|/0 audio/wav|{'/1':'a caption'}",
                "[[{'a':'{{file:tone.wav}}'}]]|/0/0/a audio/wav|",
                "['{{file:tone.wav}}','{{file:tone.wav}}']|/0 audio/wav|",
                "~'{{file:PixPin (1) [a] é|x.wav}}'~| audio/wav|",
                "'{{file:my file.wav}}?alias=base.png'| audio/wav|",
                "'data:audio/wav;base64,UklGRkwAAABXQVZFZm10IB\\r\\nAAAAABAAEARKwAAIhYAQACABAAZGF0YSgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'| audio/wav|",
            })
    void filesAreFoundWhereverTheyStand(String output, String outputs, String values) {
        give(output, "");

        JsonNode result = completed(submit("audio", "musicgen"));

        assertThat(describe(result)).isEqualTo(outputs.replaceAll("^(?=audio)", " "));
        assertThat(result.path("values"))
                .isEqualTo(values == null ? result.path("nothing") : Http.json(values.replace('\'', '"')));
        assertThat(result.has("warnings")).isFalse();
        assertThat(result.path("originalUrl").asText())
                .isEqualTo(result.at("/outputs/0/originalUrl").asText());
    }

    /** Files, links to others, texts and numbers anywhere in a tree. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void eachFileIsStoredOnceAndInOrderWhateverSurroundsIt(long seed) {
        List<String> expected = new ArrayList<>();
        give("[%s,'{{file:last.wav}}']".formatted(tree(new Random(seed), 4, "/0", expected)), "");
        expected.add("/1 audio/wav");

        JsonNode result = completed(submit("audio", "musicgen"));

        assertThat(describe(result)).isEqualTo(String.join(", ", expected));
        assertThat(new HashSet<>(result.path("outputs").findValuesAsText("originalUrl")))
                .hasSize(expected.size());
        result.path("outputs").forEach(output -> assertThat(
                        Http.bytes(Http.to(output.path("originalUrl").asText())).statusCode())
                .isEqualTo(200));
    }

    private static String tree(Random random, int depth, String place, List<String> expected) {
        switch (random.nextInt(depth == 0 ? 4 : 7)) {
            case 0, 1 -> {
                expected.add(place + " audio/wav");
                return "'{{file:%s [x] %d.wav}}'".formatted(random.nextInt(10) == 0 ? "ü" : "a", expected.size());
            }
            case 2 -> {
                return random.nextBoolean() ? "'https://example.com/%d'".formatted(random.nextInt()) : "'a fox'";
            }
            case 3 -> {
                return random.nextBoolean() ? "null" : Integer.toString(random.nextInt());
            }
            case 4, 5 -> {
                return IntStream.range(0, 3)
                        .mapToObj(i -> tree(random, depth - 1, place + "/" + i, expected))
                        .collect(Collectors.joining(",", "[", "]"));
            }
            default -> {
                return Stream.of("b", "a", "")
                        .map(name -> "'%s':%s".formatted(name, tree(random, depth - 1, place + "/" + name, expected)))
                        .collect(Collectors.joining(",", "{", "}"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "['{{file:preview.png}}','{{file:clip.mp4}}']||/1 video/mp4, /0 image/png|",
                "'{{file:clip.gif}}'|| image/gif|UNEXPECTED_TYPE",
                "'{{file:a.svg}}'|'a.svg':{'base64':'PHN2Zy8+','contentType':'text/html'}| image/svg+xml|UNEXPECTED_TYPE",
                "'{{file:a.aac}}'|'a.aac':{'base64':'//FQgA==','contentType':'audio/aac'}| audio/aac|UNEXPECTED_TYPE",
                "'{{file:a.zip}}'|'a.zip':{'base64':'UEsDBA==','contentType':'application/zip'}| application/zip|UNEXPECTED_TYPE",
                "'{{file:a.pcm}}'|'a.pcm':{'base64':'AQIDBA==','contentType':'audio/pcm'}| audio/pcm|UNEXPECTED_TYPE",
                "'{{file:a.bin}}'|'a.bin':{'base64':'AQIDBA==','contentType':'x'}| application/octet-stream|UNKNOWN_TYPE",
                "'{{file:a.mp3}}'|'a.mp3':{'base64':'','contentType':'audio/mpeg'}| audio/mpeg|EMPTY_FILE",
                "'{{file:a.html}}'|'a.html':{'base64':'PGh0bWw+','contentType':'text/html'}| application/octet-stream|UNKNOWN_TYPE",
            })
    void aFileIsKeptWhateverItIs(String output, String files, String outputs, String warning) {
        give(output, files == null ? "" : files);

        JsonNode result = completed(submit("video", "stability-video"));

        assertThat(describe(result)).isEqualTo(outputs.startsWith("/") ? outputs : " " + outputs);
        assertThat(result.path("warnings").findValuesAsText("code").stream()
                        .findFirst()
                        .orElse(null))
                .isEqualTo(warning);
        boolean isShown = result.path("contentType").asText().matches("(audio|video)/.*|image/gif");
        assertThat(Http.bytes(Http.to(result.path("originalUrl").asText()))
                        .headers()
                        .firstValue("Content-Disposition"))
                .isEqualTo(isShown ? Optional.empty() : Optional.of("attachment"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'a story'|output.txt|text/plain|a story",
                "'https://example.com is a good site'|output.txt|text/plain|https://example.com is a good site",
                "'http://example.com/x says hello'|output.txt|text/plain|http://example.com/x says hello",
                "{'text':'a','n':1}|output.json|application/json|{\"text\":\"a\",\"n\":1}",
                "['a','b']|output.json|application/json|[\"a\",\"b\"]"
            })
    void whatAModelSaysWithoutAFileIsAFile(String output, String file, String type, String content) {
        give(output, "");

        JsonNode result = completed(submit("image", "flux-schnell"));

        assertThat(describe(result)).isEqualTo(" " + type);
        assertThat(result.at("/warnings/0/code").asText()).isEqualTo("NO_FILE");
        assertThat(result.path("originalUrl").asText()).contains("/" + file);
        assertThat(new String(
                        Http.bytes(Http.to(result.path("originalUrl").asText())).body()))
                .isEqualTo(content);
        assertThat(result.has("values")).isFalse();
    }

    @Test
    void aFileInThePredictionThatIsTooLargeDoesNotLoseTheOthers() {
        give("['{{file:a.png}}','data:image/png;base64,%s']".formatted("A".repeat(3_300_000)), "");

        JsonNode result = completed(submit("image", "flux-schnell"));

        assertThat(describe(result)).isEqualTo("/0 image/png");
        assertThat(result.path("warnings").findValuesAsText("message"))
                .containsExactly("The file can't be fetched: its URL"
                        + " stands for content of 3300000 bytes that was too large to be passed on");
    }

    @Test
    void largeValuesAreAFileBesideTheOthers() {
        give("{'image':'{{file:a.png}}','words':'%s'}".formatted("w".repeat(70_000)), "");

        JsonNode result = completed(submit("image", "flux-schnell"));

        assertThat(describe(result)).isEqualTo("/image image/png,  application/json");
        assertThat(result.at("/warnings/0/code").asText()).isEqualTo("LARGE_VALUES");
        assertThat(result.has("values")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"404", "403", "410", "503"})
    void aFileThatIsNotThereYetIsWaitedFor(int status) {
        give("'{{file:late.png}}'", "");
        fault("'kind':'status','status':%d,'times':2".formatted(status), "late");

        assertThat(describe(completed(submit("image", "flux-schnell")))).isEqualTo(" image/png");
    }

    @Test
    void aRedirectToAnAllowedHostIsFollowed() {
        give("['{{file:moved.png}}']", "'there (1).png':{}");
        fault("'kind':'redirect','to':'{{file:there (1).png}}'", "moved");

        assertThat(describe(completed(submit("image", "flux-schnell")))).isEqualTo("/0 image/png");
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowedAndLosesOnlyThatFile() {
        give("['{{file:moved.png}}','{{file:good.png}}']", "");
        fault("'kind':'redirect','to':'http://169.254.169.254/latest/meta-data'", "moved");

        JsonNode result = completed(submit("image", "flux-schnell"));

        assertThat(describe(result)).isEqualTo("/1 image/png");
        assertThat(result.at("/warnings/0").toString())
                .isEqualTo("{\"place\":\"/0\",\"code\":\"OUTPUT_MISSING\","
                        + "\"message\":\"The file is on a host that is not allowed: http://169.254.169.254\"}");
        assertThat(result.at("/values/~10").asText()).endsWith("moved.png");
    }

    @Test
    void aLinkToAnotherHostIsAValueWithAWarning() {
        give("{'image':'{{file:a.png}}','license':'https://example.com/by','broken':'https://a<b.c/'}", "");

        JsonNode result = completed(submit("image", "flux-schnell"));

        assertThat(describe(result)).isEqualTo("/image image/png");
        assertThat(result.path("values").toString())
                .isEqualTo("{\"/license\":\"https://example.com/by\",\"/broken\":\"https://a<b.c/\"}");
        assertThat(result.path("warnings").findValuesAsText("message"))
                .containsExactly(
                        "The file is on a host that is not allowed: https://example.com",
                        "The file can't be fetched: its URL has a host name that can't be one");
    }

    /** The one that is there is gone at Replicate by the time the other one is given up. */
    @Test
    void aFileThatNeverComesDoesNotLoseOneThatWasThere() {
        give("['{{file:never.png}}','{{file:there.png}}']", "");
        fault("'kind':'status','status':404", "never");
        String jobId = submit("image", "flux-schnell");
        Log.await(application.topic("store.retry"), Log.key(jobId));
        fault("'kind':'expired'", "there");

        JsonNode result = completed(jobId);

        assertThat(describe(result)).isEqualTo("/1 image/png");
        assertThat(result.at("/warnings/0/code").asText()).isEqualTo("OUTPUT_MISSING");
        assertThat(result.at("/warnings/0/message").asText()).isEqualTo("The file is no longer at Replicate");
        assertThat(Http.bytes(Http.to(result.path("thumbnailUrl").asText())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFileThatWasThereIsKeptThoughReplicateRemovesTheRest() {
        give("['{{file:never.png}}','{{file:there.png}}']", "");
        fault("'kind':'status','status':404", "never");
        String jobId = submit("image", "flux-schnell");
        Log.await(application.topic("store.retry"), Log.key(jobId));

        Log.produce(List.of(Reports.removed(application, jobId)));

        JsonNode result = completed(jobId);
        assertThat(describe(result)).isEqualTo("/1 image/png");
        assertThat(result.path("warnings").toString())
                .contains(
                        "OUTPUT_MISSING", "What was not stored of the output before is gone: Replicate has removed it");
    }

    @Test
    void whenNoFileEverComesTheJobEndsOnceReplicateWouldHaveRemovedIt() {
        give("'{{file:never.png}}'", "");
        fault("'kind':'expired'", "never");

        JsonNode job = client().awaitOutcome(submit("image", "flux-schnell"));

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/code").asText()).isEqualTo("OUTPUT_EXPIRED");
        assertThat(job.at("/error/message").asText()).isEqualTo("The output is no longer at Replicate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'seed':42}|NO_OUTPUT|The prediction succeeded without a file or a text",
                "['https://example.com/a.png','https://example.org/b.png']|OUTPUT_REJECTED|The output is on a host that is not allowed:"
                        + " https://example.com. None of the other files (1) can be kept either",
                "'https://example.com/a.png'|OUTPUT_REJECTED|The output is on a host that is not allowed: https://example.com",
                "'data:image/png;base64,*'|OUTPUT_REJECTED|The output can't be fetched: its URL has content that isn't base64"
            })
    void withoutAnythingToKeepTheJobFailsAndSaysWhy(String output, String code, String message) {
        give(output, "");

        JsonNode job = client().awaitOutcome(submit("image", "flux-schnell"));

        assertThat(job.at("/error/code").asText()).isEqualTo(code);
        assertThat(job.at("/error/message").asText()).isEqualTo(message);
    }

    private static void give(String output, String files) {
        Simulator.fault("{'on':'prediction','kind':'output','match':{'webhook':'%s/'},'output':%s,'files':{%s}}"
                .formatted(application.url(), output, files));
    }

    private static void fault(String kind, String file) {
        Simulator.fault(
                "{'on':'delivery',%s,'match':{'webhook':'%s/','file':'%s'}}".formatted(kind, application.url(), file));
    }

    private static Client client() {
        return new Client(application.url());
    }

    private static String submit(String mediaType, String modelId) {
        boolean isVideo = mediaType.equals("video");
        return client().submitted("""
                {"userId":"user123","mediaType":"%s","modelId":"%s","parameters":{"%s":"%s"}}""".formatted(
                        mediaType, modelId, isVideo ? "image" : "prompt", isVideo ? Simulator.picture() : "a fox"));
    }

    private static JsonNode completed(String jobId) {
        JsonNode job = client().awaitOutcome(jobId);
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        return job.path("result");
    }

    /** The place and the type of each output. */
    private static String describe(JsonNode result) {
        StringBuilder all = new StringBuilder();
        result.path("outputs").forEach(output -> all.append(all.isEmpty() ? "" : ", ")
                .append(output.path("place").asText())
                .append(' ')
                .append(output.path("contentType").asText()));
        return all.toString();
    }
}
