package io.vsl.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Http;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outputs on their way from Replicate to S3. */
@NeedsServers
class StoreRouteTest {

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final String prompt = "store " + UUID.randomUUID();

    @AfterEach
    void clear() {
        Simulator.clearFaults();
    }

    @Test
    void everyOutputIsStoredWithTheBytesThatItsHashStandsFor() throws Exception {
        JsonNode job = client.awaitOutcome(submit(prompt, 3));

        assertThat(job.at("/result/outputs")).hasSize(3);
        for (JsonNode output : job.at("/result/outputs")) {
            byte[] bytes = download(output.path("originalUrl").asText());
            assertThat(bytes).hasSize(output.path("fileSize").asInt());
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                    .isEqualTo(output.path("sha256").asText());
            assertThat(download(output.path("thumbnailUrl").asText())).startsWith(0xff, 0xd8);
        }
    }

    @Test
    void theOutputsOfAJobAreFetchedSideBySide() {
        Timer uploads = application.bean(MeterRegistry.class).timer("S3UploadTime");
        long before = uploads.count();
        fault("'kind':'slow','bytes_per_second':10000");

        String jobId = submit(prompt, 3);
        Simulator.awaitFaults(3);

        assertThat(uploads.count())
                .as("uploads before the last output was asked for")
                .isEqualTo(before);
        assertThat(client.awaitOutcome(jobId).at("/result/outputs")).hasSize(3);
    }

    @Test
    void anOutputThatCanNotBeFetchedJustNowIsFetchedLater() {
        fault("'kind':'status','status':503,'times':2");

        JsonNode job = client.awaitOutcome(submit(prompt, 1));

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(Log.header(
                        Log.await(
                                application.topic("store.retry"),
                                Log.key(job.path("jobId").asText())),
                        "retry-reason"))
                .isEqualTo("status 503");
    }

    @Test
    void anOutputThatWaitsHoldsNobodyUp() {
        fault("'kind':'status','status':503");
        String waiting = submit(prompt, 1);
        Log.await(application.topic("store.retry"), Log.key(waiting));

        for (int i = 0; i < 5; i++) {
            assertThat(client.awaitOutcome(submit("another", 1)).path("status").asText())
                    .isEqualTo("completed");
        }

        assertThat(client.status(waiting).body().path("status").asText()).isEqualTo("processing");
        Simulator.clearFaults();
        assertThat(client.awaitOutcome(waiting).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void aTruncatedOutputIsFetchedAgain() {
        fault("'kind':'truncated','times':1");

        assertThat(client.awaitOutcome(submit(prompt, 1)).path("status").asText())
                .isEqualTo("completed");
    }

    @Test
    void aReplayTellsTheSameAgain() {
        assertToldAgain(() -> {});
    }

    @Test
    void aReplayTellsTheSameAgainThoughTheOutputIsGone() {
        assertToldAgain(() -> fault("'kind':'expired'"));
    }

    @Test
    void aReplayTellsTheSameAgainThoughTheOutputIsAnother() {
        assertToldAgain(() -> fault("'kind':'wrong-type'"));
    }

    private void assertToldAgain(Runnable meanwhile) {
        String jobId = submit(prompt, 1);
        client.awaitOutcome(jobId);
        meanwhile.run();
        byte[] generated =
                Log.await(application.topic("job.generated"), Log.key(jobId)).value();

        Log.produce(application.topic("job.generated"), jobId, generated);
        Log.awaitDrained(application.topic("store"), List.of(application.topic("job.generated")));

        assertThat(Log.read(application.topic("job.stored")).stream()
                        .filter(Log.key(jobId))
                        .map(Log::value)
                        .distinct())
                .hasSize(1);
        assertThat(Log.read(application.topic("job.stored")).stream().filter(Log.key(jobId)))
                .hasSize(2);
    }

    /** As when render waits for longer than Replicate keeps outputs, and somebody asks Replicate meanwhile. */
    @Test
    void thatReplicateHasRemovedOutputsEndsNoJobWhoseFilesAreStored() {
        String jobId = submit(prompt, 1);
        client.awaitOutcome(jobId);

        Log.produce(List.of(Reports.removed(application, jobId)));
        Log.awaitDrained(application.topic("settle"), List.of(application.topic("prediction.reported")));
        Log.awaitDrained(application.topic("store"), List.of(application.topic("job.generated")));

        assertThat(Log.read(application.topic("job.generated")).stream()
                        .filter(Log.key(jobId))
                        .map(Log::value))
                .last(InstanceOfAssertFactories.STRING)
                .contains("\"outputsGone\":\"Replicate has removed it\"");
        assertThat(Log.read(application.topic("job.stored")).stream()
                        .filter(Log.key(jobId))
                        .map(Log::value))
                .hasSize(2)
                .containsOnly(Log.value(Log.await(application.topic("job.stored"), Log.key(jobId))));
        assertThat(Log.read(application.topic("outcome.proposed")).stream()
                        .filter(Log.key(jobId))
                        .map(Log::value))
                .noneMatch(proposed -> proposed.contains("OUTPUT_EXPIRED"));
    }

    private void fault(String kind) {
        Simulator.fault("{'on':'delivery',%s,'match':{'prompt':'%s'}}".formatted(kind, prompt));
    }

    private String submit(String prompt, int outputs) {
        return client.submitted("""
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell",
                 "parameters":{"prompt":"%s","num_outputs":%d,"output_format":"png"}}""".formatted(prompt, outputs));
    }

    private static byte[] download(String url) {
        return Http.bytes(Http.to(url)).body();
    }
}
