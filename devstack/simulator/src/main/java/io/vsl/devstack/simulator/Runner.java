package io.vsl.devstack.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vsl.devstack.simulator.Prediction.Origins;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Takes predictions from starting to their end.
 */
final class Runner {

    private static final Duration START = Duration.ofMillis(200);
    private static final Duration RUN_AT_MOST = Duration.ofMinutes(30);
    private static final Duration DATA_KEPT = Duration.ofHours(1);
    private static final String PROGRESS = " 42%|####      | 21/50 [00:01<00:02, 14.01it/s]\n";
    private static final int ID_LENGTH = 26;

    private final Vertx vertx;
    private final Settings settings;
    private final Predictions predictions;
    private final Counts counts;
    private final Faults faults;
    private final Webhooks webhooks;
    private final Media media;
    private final Journal journal;
    private final InputFiles inputFiles;
    private int resets;

    Runner(
            Vertx vertx,
            Settings settings,
            Predictions predictions,
            Counts counts,
            Faults faults,
            Webhooks webhooks,
            Media media,
            Journal journal) {
        this.vertx = vertx;
        this.settings = settings;
        this.predictions = predictions;
        this.counts = counts;
        this.faults = faults;
        this.webhooks = webhooks;
        this.media = media;
        this.journal = journal;
        this.inputFiles = new InputFiles(vertx);
    }

    /**
     * Makes a prediction, which {@link #run} is to start.
     *
     * @param cancelAfter from its creation on; null for never
     */
    Prediction create(Order order, Origins origins, @Nullable Duration cancelAfter) {
        Prediction prediction = new Prediction(RandomId.of(ID_LENGTH), order, origins, Instant.now());
        predictions.add(prediction);
        counts.created(order);
        if (cancelAfter != null) {
            long millis = settings.millis(cancelAfter);
            prediction.deadline = prediction.createdAt.plusMillis(millis);
            after(millis, () -> deadline(prediction));
        }
        journal.append(SavedPrediction.write(prediction));
        return prediction;
    }

    /**
     * Starts a prediction.
     *
     * @param atOnce whether it is to take no time
     */
    void run(Prediction prediction, boolean atOnce) {
        Fault fault = faults.strike(Fault.On.PREDICTION, Subject.of(prediction));
        if (fault != null && fault.is("say")) {
            prediction.said = said(fault);
        }
        boolean stuck = fault != null && fault.is("stuck");
        if (fault != null && stuck && "starting".equals(fault.text("in", "processing"))) {
            after(settings.millis(RUN_AT_MOST), () -> fail(prediction, FailureTexts.of("E6716")));
            return;
        }
        Double fixed = settings.now().predictSeconds();
        after(atOnce || fixed != null ? 0 : settings.millis(START), () -> start(prediction));
        if (stuck) {
            after(settings.millis(RUN_AT_MOST), () -> fail(prediction, FailureTexts.TIMED_OUT));
            return;
        }
        Model model = prediction.order.model();
        double seconds = fixed != null
                ? fixed
                : ThreadLocalRandom.current()
                                .nextDouble(
                                        (double) model.shortest().toMillis(),
                                        model.longest().toMillis() + 1.0)
                        / 1000;
        if (fault != null && fault.is("slow")) {
            seconds *= fault.number("factor", 10);
        }
        Duration time =
                fixed != null ? Model.seconds(seconds) : Model.seconds(seconds).plus(START);
        Future<Optional<String>> inputs = inputFiles.fetch(prediction);
        after(
                atOnce ? 0 : settings.millis(time),
                () -> inputs.onSuccess(failure ->
                        failure.ifPresentOrElse(error -> fail(prediction, error), () -> finish(prediction, fault))));
        if (fault == null || !fault.is("output")) {
            prediction.files.stream().filter(MediaSpec::feasible).forEach(media::get);
        }
    }

    private static JsonObject said(Fault fault) {
        JsonObject said = fault.object("members").copy();
        if (fault.number("logs_bytes", 0) > 0) {
            said.put("logs", PROGRESS.repeat(fault.number("logs_bytes", 0) / PROGRESS.length() + 1));
        }
        if (fault.number("output_bytes", 0) > 0) {
            byte[] noise = new byte[fault.number("output_bytes", 0) / 4 * 3];
            ThreadLocalRandom.current().nextBytes(noise);
            said.put("output", "data:image/png;base64," + Base64.getEncoder().encodeToString(noise));
        }
        return said;
    }

    /** Cancels a prediction that hasn't ended. */
    void cancel(Prediction prediction) {
        end(prediction, Status.CANCELED);
    }

    /** Ends a prediction that was running when the simulator was stopped. */
    void interrupted(Prediction prediction) {
        fail(prediction, FailureTexts.of("PA"));
    }

    /** Forgets all predictions, and what was still to happen to them. */
    void forget() {
        resets++;
        predictions.clear();
        journal.clear();
    }

    /** Removes what Replicate removes one hour after the end. */
    void removeOldData() {
        predictions.removeDataEndedBefore(Instant.now().minusMillis(settings.millis(DATA_KEPT)));
    }

    private void start(Prediction prediction) {
        if (prediction.status != Status.STARTING) {
            return;
        }
        prediction.status = Status.PROCESSING;
        prediction.startedAt = Instant.now();
        prediction.logs = "Using seed: " + Integer.toUnsignedString(prediction.id.hashCode())
                + "\n  0%|          | 0/4 [00:00<?]\n";
        webhooks.report(prediction, WebhookEvent.START);
        webhooks.report(prediction, WebhookEvent.LOGS);
    }

    private void finish(Prediction prediction, @Nullable Fault fault) {
        if (prediction.status != Status.PROCESSING) {
            return;
        }
        if (fault != null && fault.is("fail")) {
            fail(prediction, fault.text("error", FailureTexts.of(fault.text("code", "E005"))));
        } else if (fault != null && fault.is("output")) {
            prediction.given = fault.output();
            succeed(prediction);
        } else if (!prediction.files.stream().allMatch(MediaSpec::feasible)) {
            fail(prediction, FailureTexts.of("E1001"));
        } else {
            int missing = fault != null && fault.is("partial") ? fault.number("missing", 1) : 0;
            prediction.kept = prediction.all().stream().skip(missing).toList();
            if (prediction.kept.isEmpty() && !prediction.files.isEmpty()) {
                fail(prediction, FailureTexts.of("NSFW"));
                return;
            }
            succeed(prediction);
        }
    }

    private void succeed(Prediction prediction) {
        prediction.logs += "100%|██████████| 4/4 [00:01<00:00,  3.20it/s]\n";
        webhooks.report(prediction, WebhookEvent.OUTPUT);
        webhooks.report(prediction, WebhookEvent.LOGS);
        end(prediction, Status.SUCCEEDED);
    }

    /** A deadline cancels what runs and aborts what hasn't started (Replicate's changelog of 2025-10-16). */
    private void deadline(Prediction prediction) {
        end(prediction, prediction.status == Status.STARTING ? Status.ABORTED : Status.CANCELED);
    }

    private void fail(Prediction prediction, String error) {
        if (!prediction.status.terminal()) {
            prediction.error = error;
            prediction.kept = null;
            end(prediction, Status.FAILED);
        }
    }

    private void end(Prediction prediction, Status status) {
        if (prediction.status.terminal()) {
            return;
        }
        prediction.status = status;
        prediction.completedAt = Instant.now();
        predictions.ended(prediction);
        prediction.announced = webhooks.report(prediction, WebhookEvent.COMPLETED);
        journal.append(SavedPrediction.write(prediction));
        prediction.ended();
    }

    private void after(long millis, Runnable action) {
        if (millis < 1) {
            action.run();
        } else {
            int before = resets;
            vertx.setTimer(millis, timer -> {
                if (resets == before) {
                    action.run();
                }
            });
        }
    }
}
