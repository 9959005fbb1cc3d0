package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Devstack;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant 2: at most one prediction per job and attempt is ever paid for. */
@NeedsServers
class PaidForOnceTest {

    private static Installation vsl;

    @BeforeAll
    static void start() {
        vsl = Installation.complete();
    }

    @AfterAll
    static void stop() {
        vsl.close();
    }

    @AfterEach
    void nothingGoesWrongAnyMore() {
        Simulator.clearFaults();
    }

    /** Nothing claimed; the intent committed; sent; the answer written down; told, but not committed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "before generate-claim",
                "after generate-claim",
                "after generate-send",
                "after generate-record",
                "before generate-commit"
            })
    void whereverTheProcessIsKilledThatCreatesPredictions(String failpoint) {
        try (Victim victim = vsl.victim("generate", failpoint)) {
            List<String> jobs = vsl.submitUntilThere(victim);

            victim.killThere();

            vsl.assertCompletedOnce(jobs);
        }
    }

    /** The ledger alone says so: no poller looks, and the webhook has not come when another reads the record. */
    @Test
    void whatAProcessHadSentWhenItWasKilledIsNotSentAgain() {
        try (Installation another = Installation.without("poller")) {
            another.fault("'on':'prediction','kind':'slow','factor':100000");
            Victim victim = another.victim("generate", "after generate-send");
            List<String> jobs = another.submitUntilThere(victim);

            victim.killThere();
            another.awaitDrained();

            assertThat(jobs).allMatch(jobId -> Simulator.predictions(jobId) == 1);
            assertThat(jobs.stream().flatMap(jobId -> another.attempts(jobId).stream()))
                    .contains("sending");
        }
    }

    /** Its record comes again while nobody knows whether Replicate has it: no poller looks, no webhook has come. */
    @Test
    void anAttemptOfUnknownFateIsNotSentAgain() {
        try (Installation another = Installation.without("poller")) {
            another.fault("'on':'prediction','kind':'slow','factor':1000");
            another.fault("'on':'create','kind':'drop-answer'");
            String jobId = another.submit(1).get(0);
            ConsumerRecord<byte[], byte[]> accepted = Log.await(another.topic("job.accepted"), Log.key(jobId));
            another.awaitDrained();

            Log.replay(another.topic("generate.retry"), accepted);
            Log.produce(another.topic("job.accepted"), jobId, Log.value(accepted));
            Log.awaitDrained(
                    another.topic("generate"), List.of(another.topic("job.accepted"), another.topic("generate.retry")));

            assertThat(another.attempts(jobId)).containsExactly("sending");
            assertThat(Simulator.predictions(jobId)).isEqualTo(1);
        }
    }

    @Test
    void aProcessThatWakesUpAfterItsClaimIsOverSendsNothing() {
        try (Victim victim = vsl.victim("generate", "before generate-send")) {
            List<String> jobs = vsl.submitUntilThere(victim);

            victim.pauseThere();
            vsl.assertCompletedOnce(jobs);
            victim.letGo();

            Awaitility.await()
                    .during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> jobs.stream().allMatch(jobId -> Simulator.predictions(jobId) == 1));
            vsl.assertCompletedOnce(jobs);
        }
    }

    @Test
    void aPollerWhoseClockIsAheadGivesUpNoAttemptBeforeItsTime() {
        try (Installation another = Installation.without("generate", "poller");
                Victim generate = another.victim("generate", "before generate-send")) {
            List<String> jobs = another.submitUntilThere(generate);
            another.withClockOff("poller", Duration.ofMinutes(10));

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> another.wasLookedInto(jobs.get(0)));

            Awaitility.await()
                    .during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> another.attempts(jobs.get(0)).equals(List.of("sending")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before poller-resolve", "after poller-resolve"})
    void whereverThePollerIsKilledThatFindsAnAttemptAbsent(String failpoint) {
        vsl.fault("'on':'create','kind':'status','status':500,'probability':0.5");
        try (Victim victim = vsl.victim("poller", failpoint)) {
            List<String> jobs = vsl.submitUntilThere(victim);

            victim.killThere();
            Simulator.clearFaults();

            vsl.assertCompletedOnce(jobs);
        }
    }

    @Test
    void whileTheLedgerIsAwayNothingIsSent() {
        try (Installation another = Installation.without("generate");
                Victim generate = another.victim("generate", "before generate-claim")) {
            List<String> jobs = another.submitUntilThere(generate);
            Devstack.shared().stop("postgres");
            try {
                generate.letGo();
                Awaitility.await()
                        .during(Duration.ofSeconds(3))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> jobs.stream().allMatch(jobId -> Simulator.predictions(jobId) == 0));
            } finally {
                Devstack.shared().start("postgres");
            }

            another.assertCompletedOnce(jobs);
        }
    }

    @Test
    void aLedgerThatDiesBeforeItHasTheAnswerIsReadAgain() {
        try (Victim victim = vsl.victim("generate", "before generate-record")) {
            List<String> jobs = vsl.submitUntilThere(victim);

            Devstack.shared().kill("postgres");
            Devstack.shared().start("postgres");
            victim.letGo();

            vsl.assertCompletedOnce(jobs);
        }
    }

    @Test
    void whenReplicateDoesNotServeTheAccountJobsWaitAndNoneFails() {
        vsl.fault("'on':'create','kind':'status','status':402");
        List<String> jobs = vsl.submit(3);
        Simulator.awaitFaults(1);

        Simulator.clearFaults();

        vsl.assertCompletedOnce(jobs);
    }

    @Test
    void webhooksThatComeAgainAndAgainHaveOneEffect() {
        vsl.fault("'on':'webhook','kind':'duplicate','copies':10");
        List<String> jobs = vsl.submit(3);

        vsl.assertCompletedOnce(jobs);

        assertThat(Log.read(vsl.topic("prediction.reported")).stream().filter(Log.key(jobs.get(0))))
                .hasSizeGreaterThan(5);
    }

    @Test
    void aWebhookThatComesBeforeTheAnswerDoes() {
        vsl.fault("'on':'webhook','kind':'before-answer'");

        vsl.assertCompletedOnce(vsl.submit(3));
    }
}
