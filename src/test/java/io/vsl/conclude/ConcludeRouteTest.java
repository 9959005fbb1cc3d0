package io.vsl.conclude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.job.ErrorCode;
import io.vsl.job.Job;
import io.vsl.job.JobError;
import io.vsl.job.OutcomeProposed;
import io.vsl.platform.json.JsonConfiguration;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.TestJobs;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of all outcomes that are proposed for a job the first in the log is the job's, and stays so. */
@NeedsServers
class ConcludeRouteTest {

    private static final ObjectMapper JSON = JsonConfiguration.json();

    private final Application application = Application.shared();
    private final UUID jobId = UUID.randomUUID();
    private final Job job = TestJobs.pending(jobId, Instant.now().truncatedTo(ChronoUnit.MILLIS));

    @Test
    void theFirstOutcomeInTheLogIsTheJobs() throws Exception {
        propose(jobId, failure(ErrorCode.MODEL_ERROR));
        propose(jobId, failure(ErrorCode.CANCELLED));
        drain();

        assertThat(outcomes()).singleElement().asString().contains("MODEL_ERROR");
        assertThat(new Client(application.url())
                        .awaitOutcome(jobId.toString())
                        .at("/error/code")
                        .asText())
                .isEqualTo("MODEL_ERROR");
    }

    @Test
    void itIsSoWithinOnePollToo() throws Exception {
        Log.produce(List.of(
                Log.record(topic(), jobId.toString(), failure(ErrorCode.TIMEOUT)),
                Log.record(topic(), jobId.toString(), failure(ErrorCode.CANCELLED)),
                Log.record(topic(), jobId.toString(), failure(ErrorCode.MODEL_ERROR))));
        drain();

        assertThat(outcomes()).singleElement().asString().contains("TIMEOUT");
    }

    @Test
    void theProposalThatWonIsToldAgainAsTheSameEventWhenItIsReadAgain() throws Exception {
        propose(jobId, failure(ErrorCode.MODEL_ERROR));
        drain();
        ConsumerRecord<byte[], byte[]> won = Log.await(topic(), Log.key(jobId.toString()));

        Log.replay(application.topic("conclude.retry"), won);
        drain();

        List<ConsumerRecord<byte[], byte[]>> told = Log.read(application.topic("job.completed")).stream()
                .filter(Log.key(jobId.toString()))
                .toList();
        assertThat(told).hasSize(2);
        assertThat(told).extracting(Log::value).containsOnly(Log.value(told.get(0)));
        assertThat(told).allMatch(event -> Log.header(event, "ce_id").equals(jobId + "/completed"));
    }

    @Test
    void anotherRequestUnderTheKeyOfAJobThatHasEndedChangesNothing() {
        String requests = application.topic("job.requested");
        Log.produce(
                requests, jobId.toString(), "{\"userId\":\"user123\",\"mediaType\":\"image\",\"modelId\":\"none\"}");
        Log.await(application.topic("job.completed"), Log.key(jobId.toString()));

        Log.produce(requests, jobId.toString(), """
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"another"}""");
        Log.awaitDrained(application.topic("generate"), List.of(application.topic("job.accepted")));
        Log.produce(requests, jobId.toString(), "{\"userId\":\"user123\",\"mediaType\":\"video\"}");
        Log.awaitDrained(application.topic("admit"), List.of(requests));
        drain();

        assertThat(outcomes())
                .singleElement()
                .asString()
                .contains("VALIDATION_FAILED")
                .contains("modelId");
    }

    @Test
    void aProposalUnderAnotherKeyIsADeadLetter() throws Exception {
        UUID another = UUID.randomUUID();

        propose(another, failure(ErrorCode.MODEL_ERROR));

        assertThat(Log.header(
                        Log.await(application.topic("conclude.dead-letter"), Log.key(another.toString())),
                        "dead-letter-reason"))
                .contains("key");
        assertThat(outcomes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"completedAt", "createdAt", "error", "status", "jobId"})
    void anOutcomeThatLacksWhatEveryOutcomeHasIsADeadLetterAndTheNextIsTheJobs(String lacking) throws Exception {
        ObjectNode broken = (ObjectNode) JSON.readTree(failure(ErrorCode.MODEL_ERROR));
        broken.remove(lacking);

        propose(jobId, broken.toString());
        propose(jobId, failure(ErrorCode.TIMEOUT));
        drain();

        assertThat(outcomes()).singleElement().asString().contains("TIMEOUT");
        assertThat(Log.header(
                        Log.await(application.topic("conclude.dead-letter"), Log.key(jobId.toString())),
                        "dead-letter-reason"))
                .isNotBlank();
    }

    private String failure(ErrorCode code) throws JsonProcessingException {
        return JSON.writeValueAsString(new OutcomeProposed(
                job.failed(JobError.of(code, "it ended so"), job.createdAt().plusSeconds(1))));
    }

    private void propose(UUID key, String outcome) {
        Log.produce(topic(), key.toString(), outcome);
    }

    private void drain() {
        Log.awaitDrained(application.topic("conclude"), List.of(topic(), application.topic("conclude.retry")));
    }

    private List<String> outcomes() {
        return Log.read(application.topic("job.completed")).stream()
                .filter(Log.key(jobId.toString()))
                .map(Log::value)
                .toList();
    }

    private String topic() {
        return application.topic("outcome.proposed");
    }
}
