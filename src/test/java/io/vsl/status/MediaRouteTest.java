package io.vsl.status;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.redis.RedisConnection;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Devstack;
import io.vsl.testing.Http;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /media/{jobId}/{file}}: to the files of jobs, by links that are made when they are asked for. */
@NeedsServers
class MediaRouteTest {

    private static final String IMAGES = """
            {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"a fox","num_outputs":2}}""";

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());

    @ParameterizedTest
    @ValueSource(strings = {"original.webp", "original-1.webp", "thumbnail.jpg", "thumbnail-1.jpg", "metadata.json"})
    void eachFileOfAJobIsFoundByItsName(String file) {
        String jobId = completed();

        HttpResponse<String> answer = media("GET", jobId + "/" + file);
        HttpResponse<byte[]> stored = Http.bytes(Http.to(location(answer)));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Cache-Control"))
                .as("for less than the link lives")
                .contains("private, max-age=60");
        assertThat(stored.statusCode()).isEqualTo(200);
        assertThat(stored.body()).isNotEmpty();
        assertThat(location(answer)).contains("/" + jobId + "/" + file + "?");
    }

    @Test
    void thatIsTheFileThatTheStatusLeadsTo() {
        String jobId = completed();
        JsonNode output = client.status(jobId).body().at("/result/outputs/1");

        byte[] led = Http.bytes(Http.to(location(media("GET", jobId + "/original-1.webp"))))
                .body();

        assertThat(led)
                .isEqualTo(
                        Http.bytes(Http.to(output.path("originalUrl").asText())).body());
    }

    @Test
    void aPartOfAFileIsHadBehindTheLink() {
        String link = location(media("GET", completed() + "/original.webp"));
        byte[] whole = Http.bytes(Http.to(link)).body();

        HttpResponse<byte[]> part = Http.bytes(Http.to(link).header("Range", "bytes=10-19"));

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 10, 20));
    }

    @Test
    void headTellsTheSameWithoutABody() {
        HttpResponse<String> head = media("HEAD", completed() + "/original.webp");

        assertThat(head.statusCode()).isEqualTo(302);
        assertThat(head.body()).isEmpty();
        assertThat(Http.bytes(Http.to(location(head))).statusCode()).isEqualTo(200);
    }

    @Test
    void aDownloadIsSavedUnderANameThatSaysWhatItIs() {
        String jobId = completed();
        String day = client.status(jobId).body().path("createdAt").asText().substring(0, 10);

        for (String asked : new String[] {"?download=1", "?download=true"}) {
            String link = location(media("GET", jobId + "/original-1.webp" + asked));
            assertThat(Http.bytes(Http.to(link)).headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"flux-schnell-%s-%s-1.webp\"".formatted(day, jobId));
        }
        String shown = location(media("GET", jobId + "/original-1.webp?download=0"));
        assertThat(Http.bytes(Http.to(shown)).headers().firstValue("Content-Disposition"))
                .isEmpty();
    }

    @Test
    void whereThereIsACdnItLeadsThereButToSaveAFileToTheBucket() {
        String jobId = completed();
        try (Application behindCdn =
                Application.start(Map.of("VSL_STAGES", "status", "MEDIA_BASE_URL", "https://cdn.example.com"))) {
            String path = behindCdn.url() + "/media/" + jobId + "/original.webp";
            String shown = location(Http.send(mine(path)));
            String saved = location(Http.send(mine(path + "?download=1")));

            assertThat(shown)
                    .startsWith("https://cdn.example.com/images/user123/")
                    .endsWith("/original.webp");
            assertThat(Http.bytes(Http.to(saved)).headers().firstValue("Content-Disposition"))
                    .isPresent();
        }
    }

    @Test
    void theLinkOfAJobThatRedisHasForgottenIsFoundFurtherBack() {
        String jobId = completed();
        RedisConnection.await(
                application.bean(RedisConnection.class).send(commands -> commands.del("job:status:" + jobId)));

        assertThat(media("GET", jobId + "/original.webp").statusCode()).isEqualTo(302);
    }

    @Test
    void aJobThatStillRunsHasNoFilesYet() {
        Simulator.fault("{'on':'prediction','kind':'stuck'}");
        String running = client.submitted(IMAGES);
        Awaitility.await()
                .until(() ->
                        client.status(running).body().path("status").asText().equals("processing"));
        Simulator.clearFaults();

        assertProblem(media("GET", running + "/original.webp"), 409, "JOB_NOT_COMPLETED");

        client.cancel(running);
        client.awaitOutcome(running);
        assertProblem(media("GET", running + "/original.webp"), 404, "FILE_NOT_FOUND");
    }

    @Test
    void aBrowserThatWantsAnImageIsLedToo() {
        HttpResponse<String> answer = Http.send(mine(application.url() + "/media/" + completed() + "/original.webp")
                .header("Accept", "image/avif,image/webp,image/*"));

        assertThat(answer.statusCode()).isEqualTo(302);
    }

    private String completed() {
        String jobId = client.submitted(IMAGES);
        client.awaitOutcome(jobId);
        return jobId;
    }

    private HttpResponse<String> media(String method, String path) {
        return Http.send(mine(application.url() + "/media/" + path).method(method, BodyPublishers.noBody()));
    }

    private static HttpRequest.Builder mine(String url) {
        return Http.to(url).header("X-API-Key", Devstack.shared().get("VSL_API_KEY"));
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body()));
    }
}
