package io.vsl.erase;

import static io.vsl.testing.Http.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.job.Job;
import io.vsl.job.JobAccepted;
import io.vsl.job.MediaFolder;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.stores.JobStores;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Client.Answer;
import io.vsl.testing.Devstack;
import io.vsl.testing.EventReader;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Receiver;
import io.vsl.testing.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@code DELETE /jobs/{jobId}/media}, and files of jobs that are to have none. */
@NeedsServers
class EraseRouteTest {

    private final Application application = Application.shared();
    private final Client client = new Client(application.url());
    private final String prompt = "a fox " + UUID.randomUUID();

    @AfterEach
    void clearFaults() {
        Simulator.clearFaults();
    }

    @Test
    void theFilesGoAndTheJobStaysAndSaysSo() throws Exception {
        JsonNode before = client.awaitOutcome(submit(2));
        String jobId = before.path("jobId").asText();

        Answer answer = client.deleteMedia(jobId);
        JsonNode after = awaitDeleted(jobId);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.response().headers().firstValue("Location")).contains("/status/" + jobId);
        assertThat(files(jobId)).isEmpty();
        assertThat(after.path("status").asText()).isEqualTo("completed");
        assertThat(after.path("completedAt")).isEqualTo(before.path("completedAt"));
        assertThat(after.path("cost")).isEqualTo(before.path("cost"));
        assertThat(after.path("sequence").asInt())
                .isEqualTo(before.path("sequence").asInt() + 1);
        assertThat(after.toString()).doesNotContain("Url\"");
        assertThat(after.at("/result/outputs")).hasSize(2);
        assertThat(after.at("/result/sha256")).isEqualTo(before.at("/result/sha256"));
        assertProblem(media(jobId), 410, "MEDIA_DELETED");
    }

    @Test
    void itIsToldOnceInTheLogAndEachStoreHasIt() throws Exception {
        String jobId = completed();

        client.deleteMedia(jobId);
        ConsumerRecord<byte[], byte[]> told = Log.await(application.topic("job.media-deleted"), Log.key(jobId));
        awaitDeleted(jobId);

        assertThat(Log.header(told, "ce_id")).isEqualTo(jobId + "/media-deleted");
        assertThat(Log.header(told, "ce_type")).isEqualTo("vsl.job.media-deleted");
        Job job = JsonConfiguration.json().readValue(told.value(), Job.class);
        application.bean(JobStores.class).all().forEach(store -> Awaitility.await(store.stage())
                .untilAsserted(() ->
                        assertThat(store.find(job.jobId()).orElseThrow().job()).isEqualTo(job)));
    }

    @Test
    void whatIsDeletedAlreadyMayBeDeletedAgain() {
        String jobId = completed();
        client.deleteMedia(jobId);
        JsonNode deleted = awaitDeleted(jobId);

        Answer again = client.deleteMedia(jobId);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body().path("mediaDeletedAt")).isEqualTo(deleted.path("mediaDeletedAt"));
        assertThat(Log.read(application.topic("media.delete-requested")).stream()
                        .filter(Log.key(jobId)))
                .hasSize(1);
    }

    @Test
    void aJobThatStillRunsKeepsWhatItMakes() {
        Simulator.fault("{'on':'prediction','kind':'stuck','match':{'prompt':'%s'}}".formatted(prompt));
        String running = submit(1);

        assertProblem(client.deleteMedia(running).response(), 409, "JOB_NOT_COMPLETED");

        client.cancel(running);
        client.awaitOutcome(running);
        assertThat(client.deleteMedia(running).status()).as("it has no files").isEqualTo(202);
    }

    @Test
    void readAgainTheSameIsToldAgain() {
        String jobId = completed();
        client.deleteMedia(jobId);
        ConsumerRecord<byte[], byte[]> wanted = Log.await(application.topic("media.delete-requested"), Log.key(jobId));
        ConsumerRecord<byte[], byte[]> told = Log.await(application.topic("job.media-deleted"), Log.key(jobId));

        Log.replay(application.topic("erase.retry"), wanted);
        Log.produce(application.topic("media.delete-requested"), jobId, wanted.value());

        List<ConsumerRecord<byte[], byte[]>> all = Awaitility.await()
                .until(
                        () -> Log.read(application.topic("job.media-deleted")).stream()
                                .filter(Log.key(jobId))
                                .toList(),
                        found -> found.size() == 3);
        assertThat(all).allSatisfy(one -> {
            assertThat(Log.value(one)).isEqualTo(Log.value(told));
            assertThat(Log.header(one, "ce_time")).isEqualTo(Log.header(told, "ce_time"));
        });
    }

    /** Its outputs are still at the provider. */
    @Test
    void whatAReplayOfStoreStoresAgainGoesAgain() {
        String jobId = completed();
        client.deleteMedia(jobId);
        JsonNode deleted = awaitDeleted(jobId);
        ConsumerRecord<byte[], byte[]> generated = Log.await(application.topic("job.generated"), Log.key(jobId));

        Log.replay(application.topic("store.retry"), generated);

        Log.await(
                application.topic("media.delete-requested"),
                record -> Log.key(jobId).test(record) && Log.value(record).contains("\"leftover\":true"));
        Log.awaitDrained(application.topic("erase"), List.of(application.topic("media.delete-requested")));
        assertThat(files(jobId)).isEmpty();
        assertThat(client.status(jobId).body()).isEqualTo(deleted);
        assertProblem(media(jobId), 410, "MEDIA_DELETED");
    }

    @Test
    void anOutcomeThatIsToldAgainBringsNoFilesBack() {
        String jobId = completed();
        client.deleteMedia(jobId);
        JsonNode deleted = awaitDeleted(jobId);
        ConsumerRecord<byte[], byte[]> proposed = Log.await(application.topic("outcome.proposed"), Log.key(jobId));

        Log.replay(application.topic("conclude.retry"), proposed);

        Awaitility.await()
                .until(() -> Log.read(application.topic("job.completed")).stream()
                                .filter(Log.key(jobId))
                                .count()
                        == 2);
        for (String sink : new String[] {"sink-redis", "sink-dynamodb", "sink-postgres"}) {
            Log.awaitDrained(application.topic(sink), List.of(application.topic("job.completed")));
        }
        assertThat(client.status(jobId).body()).isEqualTo(deleted);
    }

    /** The race: it is cancelled while its files are being stored, and what is stored after that goes too. */
    @Test
    void whatIsStoredOfAJobThatWasCancelledMeanwhileGoes() throws Exception {
        Simulator.fault("{'on':'delivery','kind':'status','status':503,'match':{'prompt':'%s'}}".formatted(prompt));
        String jobId = submit(2);
        Log.await(application.topic("store.retry"), Log.key(jobId));
        client.cancel(jobId);
        assertThat(client.awaitOutcome(jobId).path("status").asText()).isEqualTo("cancelled");

        Simulator.clearFaults();

        Log.await(
                application.topic("outcome.proposed"),
                record -> Log.key(jobId).test(record) && Log.value(record).contains("\"completed\""));
        Log.awaitDrained(application.topic("conclude"), List.of(application.topic("outcome.proposed")));
        Log.awaitDrained(application.topic("erase"), List.of(application.topic("media.delete-requested")));
        assertThat(files(jobId)).isEmpty();
        assertThat(client.status(jobId).body().has("mediaDeletedAt")).isFalse();
        assertThat(Log.read(application.topic("job.media-deleted")).stream().filter(Log.key(jobId)))
                .isEmpty();
    }

    @Test
    void whatWasStoredBeforeAJobWasCancelledGoesWithItsOutcome() {
        Simulator.fault("{'on':'delivery','kind':'status','status':503,'match':{'prompt':'%s'}}".formatted(prompt));
        String jobId = submit(1);
        Log.await(application.topic("store.retry"), Log.key(jobId));
        put("temp/" + jobId + "/stored-1.json");
        put(folder(jobId) + "original.webp");

        client.cancel(jobId);

        Awaitility.await().until(() -> files(jobId).isEmpty());
    }

    @Test
    void morePagesOfFilesThanOneGoAndThoseOfOthersStay() {
        String jobId = completed();
        String folder = folder(jobId);
        String neighbour = folder.replaceAll("/$", "-x/original.webp");
        put(neighbour);
        List<CompletableFuture<Void>> puts = IntStream.range(0, 1_005)
                .mapToObj(i -> CompletableFuture.runAsync(() -> put(folder + "original-%d.webp".formatted(i))))
                .toList();
        puts.forEach(CompletableFuture::join);

        client.deleteMedia(jobId);
        awaitDeleted(jobId);

        assertThat(files(jobId)).isEmpty();
        assertThat(keys(neighbour)).containsExactly(neighbour);
    }

    @Test
    void aStreamThatIsReadAfterwardsLeadsToNoFiles() {
        String jobId = completed();
        client.deleteMedia(jobId);
        awaitDeleted(jobId);
        Log.awaitDrained(application.topic("sink-postgres"), List.of(application.topic("job.media-deleted")));

        try (EventReader stream = EventReader.open(
                application.url() + "/status/" + jobId + "/events",
                Devstack.shared().get("VSL_API_KEY"),
                null)) {
            EventReader.Event last = null;
            for (EventReader.Event event = stream.next(); event != null; event = stream.next()) {
                last = event;
            }
            assertThat(last).isNotNull();
            assertThat(last.type()).isEqualTo("job.completed");
            assertThat(last.data().has("mediaDeletedAt")).isTrue();
            assertThat(last.data().toString()).doesNotContain("Url\"");
        }
    }

    @Test
    void aWebhookThatIsSentAgainAfterwardsLeadsToNoFiles() {
        try (Receiver receiver = new Receiver()) {
            String jobId = client.submitted("""
                    {"mediaType":"image","modelId":"flux-schnell","prompt":"%s","webhookUrl":"%s"}""".formatted(prompt, receiver.url("/hook")));
            client.awaitOutcome(jobId);
            Awaitility.await().until(() -> receiver.at("/hook").size() == 1);
            client.deleteMedia(jobId);
            awaitDeleted(jobId);
            assertThat(receiver.at("/hook")).as("nobody is told of it").hasSize(1);
            String delivery = client.get("/jobs/" + jobId + "/deliveries")
                    .body()
                    .at("/deliveries/0/id")
                    .asText();

            client.post("/webhook-deliveries/" + delivery + "/redeliver", "");

            Awaitility.await().until(() -> receiver.at("/hook").size() == 2);
            JsonNode again = receiver.at("/hook").getLast().body();
            assertThat(again.path("status").asText()).isEqualTo("completed");
            assertThat(again.has("mediaDeletedAt")).isTrue();
            assertThat(again.toString()).doesNotContain("Url\"");
        }
    }

    private String submit(int outputs) {
        return client.submitted("""
                {"mediaType":"image","modelId":"flux-schnell","parameters":{"prompt":"%s","num_outputs":%d}}""".formatted(prompt, outputs));
    }

    private String completed() {
        String jobId = submit(1);
        client.awaitOutcome(jobId);
        assertThat(files(jobId)).isNotEmpty();
        return jobId;
    }

    private JsonNode awaitDeleted(String jobId) {
        return Awaitility.await("the files of " + jobId + " to be gone")
                .until(() -> client.status(jobId).body(), job -> job.has("mediaDeletedAt"));
    }

    private HttpResponse<String> media(String jobId) {
        return client.get("/media/" + jobId + "/original.webp").response();
    }

    private String folder(String jobId) {
        try {
            return MediaFolder.of(JsonConfiguration.json()
                            .readValue(
                                    Log.await(application.topic("job.accepted"), Log.key(jobId))
                                            .value(),
                                    JobAccepted.class)
                            .job())
                    + "/";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> files(String jobId) {
        List<String> keys = new ArrayList<>(keys(folder(jobId)));
        keys.addAll(keys("temp/" + jobId + "/"));
        return keys;
    }

    private List<String> keys(String prefix) {
        return s3().listObjectsV2(request -> request.bucket(bucket()).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private void put(String key) {
        s3().putObject(request -> request.bucket(bucket()).key(key), RequestBody.fromString("x"));
    }

    private S3Client s3() {
        return application.bean(S3Client.class);
    }

    private static String bucket() {
        return Devstack.shared().get("S3_BUCKET");
    }
}
