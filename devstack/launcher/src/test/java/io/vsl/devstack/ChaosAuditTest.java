package io.vsl.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.devstack.ChaosAudit.Finding;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChaosAuditTest {

    private final Map<String, Integer> promised = new HashMap<>();
    private final Map<String, List<JsonNode>> outcomes = new HashMap<>();
    private final Map<String, List<String>> seen = new HashMap<>();
    private final Map<String, Integer> repeated = new HashMap<>();
    private final Map<String, Long> unread = new HashMap<>();
    private List<Integer> refused = List.of();
    private List<String> broken = List.of();
    private final Map<String, Set<String>> told = new HashMap<>();
    private final Set<String> taken = new HashSet<>(Set.of("a", "b", "c"));
    private List<String> abortedRun = List.of();
    private List<String> sentToReplicate = List.of();
    private List<String> otherInputs = List.of();
    private List<String> missingFiles = List.of();
    private Verification verification = new Verification(0L, List.of());

    @BeforeEach
    void twoJobsAreWell() {
        promised.putAll(Map.of("a", 1, "b", 2));
        outcomes.put("a", List.of(completed("a", 1, "10:00:00")));
        outcomes.put("b", List.of(failed("b", 2)));
        seen.put("a", List.of("pending", "processing", "completed - 10:00:00"));
        seen.put("b", List.of("pending"));
        told.put("a", Set.of("id-a completed - 10:00:00"));
        told.put("b", Set.of("id-b failed MODEL_ERROR null"));
    }

    @Test
    void allIsGood() {
        assertThat(findings()).hasSize(15).allMatch(Finding::isGood);
    }

    @Test
    void aPromisedJobWithoutAnOutcomeIsLost() {
        promised.put("c", 3);

        assertOnly("lost", "c");
    }

    @Test
    void anOutcomeThatNobodyPromisedIsNoMatterSinceItsAnswerMayHaveBeenLost() {
        outcomes.put("c", List.of(completed("c", 3, "10:00:00")));
        told.put("c", Set.of("id-c completed - 10:00:00"));

        assertThat(findings()).allMatch(Finding::isGood);
    }

    @Test
    void anAttemptWithTwoPredictionsIsChargedTwice() {
        repeated.put("a/1", 2);

        assertOnly("charged twice", "a/1: 2 predictions");
    }

    @Test
    void aCompilationForWhichReplicateWasPaidIsFound() {
        sentToReplicate = List.of("c: 1 predictions");

        assertOnly("compilations charged", "c: 1 predictions");
    }

    @Test
    void aCompilationThatFailedIsFoundUnlessNobodyOrderedIt() {
        ObjectNode compilation = failed("c", 3).put("modelId", "compilation");
        outcomes.put("c", List.of(compilation));
        told.put("c", Set.of("id-c failed MODEL_ERROR null"));
        assertOnly("compilations failed", "c: MODEL_ERROR, ");

        compilation.remove("metadata");
        assertThat(findings()).allMatch(Finding::isGood);
    }

    @Test
    void aCompilationThatWasCancelledIsWell() {
        outcomes.put("c", List.of(job("c", "cancelled", 3, "10:00:00").put("modelId", "compilation")));
        told.put("c", Set.of("id-c cancelled - 10:00:00"));

        assertThat(findings()).allMatch(Finding::isGood);
    }

    @Test
    void aModelThatWasGivenAnotherFileIsFound() throws IOException {
        otherInputs = List.of("a: []");
        assertOnly("inputs not as uploaded", "a: []");

        assertThat(ChaosAudit.isGiven(inputs("[{'status':200,'sha256':'ab'}]"), "ab"))
                .isTrue();
        assertThat(ChaosAudit.isGiven(inputs("[{'status':500,'sha256':'cd'}],[{'status':200,'sha256':'ab'}]"), "ab"))
                .isTrue();
        assertThat(ChaosAudit.isGiven(inputs("[{'status':200,'sha256':'ab'}],[{'status':200,'sha256':'cd'}]"), "ab"))
                .isFalse();
        assertThat(ChaosAudit.isGiven(inputs("[]"), "ab")).isFalse();
    }

    private static JsonNode inputs(String ofPredictions) throws IOException {
        return new ObjectMapper().readTree("[" + ofPredictions.replace('\'', '"') + "]");
    }

    @Test
    void aFileThatIsNotThereIsFound() {
        missingFiles = List.of("a: original, image/png");

        assertOnly("files missing", "a: original, image/png");
    }

    @Test
    void anOutcomeThatNobodyWasToldIsFound() {
        taken.remove("b");

        assertOnly("outcomes not told", "b");
    }

    @Test
    void anOutcomeThatWasToldUnderTwoIdsOrOtherwiseIsFound() {
        told.put("a", Set.of("id-a completed - 10:00:00", "other completed - 10:00:00"));
        assertOnly("outcomes told in two ways", "a: id-a completed - 10:00:00, then other completed - 10:00:00");

        told.put("a", Set.of("id-a failed TIMEOUT 10:00:00"));
        assertOnly("outcomes told in two ways", "a: id-a failed TIMEOUT 10:00:00");
    }

    @Test
    void aJobOfAnAbortedTransactionIsFound() {
        abortedRun = List.of("d: 1 predictions");

        assertOnly("aborted requests run", "d: 1 predictions");
    }

    @Test
    void twoDifferentOutcomesInTheLogAreAChange() {
        outcomes.put("a", List.of(completed("a", 1, "10:00:00"), completed("a", 1, "10:00:01")));

        assertOnly("changed outcomes", "a: the log has completed - 10:00:00, then completed - 10:00:01");
    }

    @Test
    void aClientThatSawAnotherEndThanTheLogHasSawAChange() {
        seen.put("a", List.of("pending", "failed TIMEOUT 09:59:00"));

        assertThat(bad()).extracting(Finding::name).containsExactly("changed outcomes");
    }

    @Test
    void aClientThatSawAnEndedJobGoOnSawAChange() {
        seen.put("a", List.of("completed - 10:00:00", "processing", "completed - 10:00:00"));

        assertThat(bad()).extracting(Finding::name).containsExactly("changed outcomes");
    }

    @Test
    void anOrderThatBecameTwoJobsIsFoundThoughOneOfThemWasNeverPromised() {
        outcomes.put("c", List.of(completed("c", 1, "10:00:00")));
        told.put("c", Set.of("id-c completed - 10:00:00"));

        assertOnly("orders that became two jobs", "order 1: a, c");
    }

    @Test
    void anOrderThatNobodyTookIsFound() {
        refused = List.of(17);

        assertOnly("orders not taken", "order 17");
    }

    @Test
    void recordsThatAStageHasNotReadAreFound() {
        unread.putAll(Map.of("vsl.store in vsl.job.generated-1", 3L));

        assertOnly("records not read", "vsl.store in vsl.job.generated-1: 3");
    }

    @Test
    void aProcessThatBrokeByItselfIsFound() {
        broken = List.of("app2 ended by itself");

        assertOnly("processes broken", "app2 ended by itself");
    }

    @Test
    void differencesAreFoundAndSoIsThatNobodyLooked() {
        verification = new Verification(2L, List.of("one of them"));
        assertOnly("differences", "one of them");

        verification = new Verification(null, List.of("there is no such API"));
        assertOnly("differences", "there is no such API");
    }

    private void assertOnly(String name, String offender) {
        assertThat(bad()).extracting(Finding::name).containsExactly(name);
        assertThat(bad()).flatExtracting(Finding::offenders).containsExactly(offender);
    }

    private List<Finding> bad() {
        return findings().stream().filter(finding -> !finding.isGood()).toList();
    }

    private List<Finding> findings() {
        return new ChaosAudit(
                        promised,
                        refused,
                        outcomes,
                        seen,
                        told,
                        taken,
                        abortedRun,
                        sentToReplicate,
                        otherInputs,
                        missingFiles,
                        repeated,
                        verification,
                        unread,
                        broken)
                .findings();
    }

    private static JsonNode completed(String job, int order, String at) {
        return job(job, "completed", order, at);
    }

    private static ObjectNode failed(String job, int order) {
        ObjectNode failed = job(job, "failed", order, null);
        failed.putObject("error").put("code", "MODEL_ERROR");
        return failed;
    }

    private static ObjectNode job(String job, String status, int order, @Nullable String at) {
        ObjectNode json = new ObjectMapper()
                .createObjectNode()
                .put("jobId", job)
                .put("userId", "user123")
                .put("status", status)
                .put("completedAt", at);
        json.putObject("metadata").put("order", order);
        return json;
    }
}
