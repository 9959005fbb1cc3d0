package io.vsl.poller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Client;
import io.vsl.testing.Database;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each job that began comes to an outcome, whatever Replicate answers, and for however long. */
@NeedsServers
class DeadlineTest {

    private static final Database DATABASE = Database.create("deadline");

    private static Application application;

    private final String prompt = "deadline " + UUID.randomUUID();
    private final Client client = new Client(application.url());

    @BeforeAll
    static void start() {
        application = Application.start(Map.of(
                "vsl.poller.period",
                "1s",
                "vsl.poller.patience",
                "1s",
                "vsl.poller.run-at-most",
                "2s",
                "vsl.poller.outputs-kept",
                "2s",
                "vsl.poller.abandon-after",
                "4s",
                // Replicate's own end of a run that is stuck would come first.
                "vsl.poller.absent-after",
                "1h",
                "DATABASE_URL",
                DATABASE.url()));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void clear() {
        Simulator.clearFaults();
    }

    @Test
    void aPredictionThatRunsForEverEndsItsJobAndIsCancelled() {
        fault("'on':'prediction','kind':'slow','factor':100000");

        String jobId = submit();
        JsonNode job = client.awaitOutcome(jobId);

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.at("/error/code").asText()).isEqualTo("TIMEOUT");
        await().until(() -> Simulator.status(Simulator.prediction(jobId)).equals("canceled"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'kind':'status','status':500",
                "'kind':'status','status':429",
                "'kind':'drop-answer'",
                "'kind':'cut-answer'",
                "'kind':'body','body':'garbage'",
                "'kind':'body','body':'{}'",
                "'kind':'body','body':'[]'",
                "'kind':'body','body':''",
            })
    void aPredictionOfWhichNothingCanBeLearntEndsItsJob(String answer) {
        fault("'on':'webhook','kind':'lose'");
        fault("'on':'get'," + answer);

        assertThat(client.awaitOutcome(submit()).at("/error/code").asText()).isEqualTo("TIMEOUT");
    }

    @Test
    void aPredictionThatReplicateDoesNotKnowAnyMoreEndsItsJob() {
        fault("'on':'webhook','kind':'lose'");
        fault("'on':'get','kind':'status','status':404");

        assertThat(client.awaitOutcome(submit()).at("/error/code").asText()).isEqualTo("OUTPUT_EXPIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'kind':'status','status':500", "'kind':'drop-answer'", "'kind':'body','body':'{}'"})
    void anAttemptOfUnknownFateIsGivenUpThoughTheSearchFailsEachTime(String answer) {
        fault("'on':'create','kind':'drop-answer'");
        fault("'on':'webhook','kind':'lose'");
        Simulator.fault("{'on':'list',%s}".formatted(answer));

        assertThat(client.awaitOutcome(submit()).at("/error/code").asText()).isEqualTo("SUBMISSION_AMBIGUOUS");
    }

    /** What was reported is left alone for ten minutes: the ledger is told that they are over. */
    @Test
    void aReportThatCameToNothingIsNoReasonToWaitForEver() {
        fault("'on':'prediction','kind':'slow','factor':100000");
        String jobId = submit();
        await().until(() -> !ledger(
                        "SELECT 1 FROM prediction_attempts WHERE state = 'submitted' AND job_id = '%s'", jobId)
                .isEmpty());
        DATABASE.execute(
                ("UPDATE prediction_attempts SET reported_at = now() - interval '11 minutes' " + "WHERE job_id = '%s'")
                        .formatted(jobId));

        assertThat(client.awaitOutcome(jobId).at("/error/code").asText()).isEqualTo("TIMEOUT");
    }

    private List<String> ledger(String sql, String jobId) {
        return DATABASE.query(sql.formatted(jobId));
    }

    private void fault(String rule) {
        Simulator.fault("{%s,'match':{'prompt':'%s'}}".formatted(rule, prompt));
    }

    private String submit() {
        return client.submitted("""
                {"userId":"user123","mediaType":"image","modelId":"flux-schnell","prompt":"%s"}""".formatted(prompt));
    }
}
