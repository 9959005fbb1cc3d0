package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Devstack;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Simulator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 2 holds while secrets change: of attempts in whatever state each has one prediction. */
@NeedsServers
class RotatedSecretsTest {

    private static final String OLD = Devstack.shared().get("REPLICATE_WEBHOOK_SECRET");

    private final String fresh = secret();

    @AfterEach
    void theSecretIsTheOldOneAgain() {
        Simulator.signWith(OLD);
        Simulator.showWebhooks(true);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void jobsUnderWayArePaidForOnceThoughTheWebhooksSecretIsReplaced(boolean overlapping) {
        try (Installation vsl = Installation.complete()) {
            List<String> jobs = underWay(vsl);

            vsl.stopAll();
            Simulator.signWith(fresh);
            Simulator.clearFaults();
            vsl.set("REPLICATE_WEBHOOK_SECRET", overlapping ? fresh + ", " + OLD : fresh);
            vsl.startAll();

            vsl.assertCompletedOnce(jobs);
        }
    }

    /** First ours, then Replicate's: nothing is refused in between. */
    @Test
    void whileSecretsOverlapWebhooksOfBothAreTaken() {
        try (Installation vsl = Installation.without("poller")) {
            vsl.stopAll();
            vsl.set("REPLICATE_WEBHOOK_SECRET", fresh + "," + OLD);
            vsl.startAll();

            vsl.assertCompletedOnce(vsl.submit(1));
            Simulator.signWith(fresh);
            vsl.assertCompletedOnce(vsl.submit(1));
        }
    }

    /** Nobody can tell any more what we signed; the job and the attempt stand beside it. */
    @Test
    void anAttemptOfUnknownFateWhoseContextCannotBeVerifiedIsNotSentAgain() {
        try (Installation vsl = Installation.complete()) {
            String jobId = sending(vsl);

            vsl.stopAll();
            vsl.database().execute("UPDATE context_keys SET key = sha256('lost')");
            Simulator.clearFaults();
            vsl.startAll();

            vsl.assertCompletedOnce(List.of(jobId));
        }
    }

    private static List<String> underWay(Installation vsl) {
        vsl.fault("'on':'prediction','kind':'slow','factor':200", "submitted");
        vsl.fault("'on':'webhook','kind':'delay','delay_ms':3000", "flight");
        vsl.fault("'on':'create','kind':'status','status':402", "claimed");
        String flight = vsl.submit("flight");
        String submitted = vsl.submit("submitted");
        String sending = sending(vsl);
        await(vsl, Map.of(flight, "submitted", submitted, "submitted"));
        String claimed = vsl.submit("claimed");
        await(vsl, Map.of(claimed, "claimed"));
        assertThat(Simulator.predictions(claimed)).isZero();
        return List.of(flight, submitted, sending, claimed);
    }

    private static String sending(Installation vsl) {
        vsl.fault("'on':'create','kind':'drop-answer'", "sending");
        vsl.fault("'on':'webhook','kind':'lose'", "sending");
        String jobId = vsl.submit("sending");
        Awaitility.await().until(() -> Simulator.predictions(jobId) == 1);
        await(vsl, Map.of(jobId, "sending"));
        return jobId;
    }

    private static void await(Installation vsl, Map<String, String> states) {
        states.forEach((jobId, state) ->
                Awaitility.await(state).until(() -> vsl.attempts(jobId).equals(List.of(state))));
    }

    private static String secret() {
        byte[] key = new byte[24];
        new SecureRandom().nextBytes(key);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }
}
