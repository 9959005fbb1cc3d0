package io.vsl.provider.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vsl.provider.Prediction;
import io.vsl.provider.Progress;
import io.vsl.provider.Ran;
import io.vsl.provider.Report;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a prediction, as Replicate's API and its webhooks give it. Source: Replicate's OpenAPI description,
 * where {@code output} and {@code error} may be any JSON. Whatever a member is, reading it fails nowhere.
 *
 * @param said    those of its members that somebody reads; see {@link ReadPrediction}
 * @param isWhole whether Replicate has said nothing else
 */
record SaidPrediction(ObjectNode said, boolean isWhole) {

    static final String OUTPUT = "output";

    /** Our own: how many characters the output had that was left out, since no record holds it. */
    static final String OUTPUT_TOO_LARGE = "output_too_large";

    /** Our own: how many parts of the output are not in it, or not whole. */
    static final String OUTPUT_LEFT_OUT = "output_left_out";

    /** Seconds, of what can be meant: far more than a prediction may take. */
    private static final int LONGEST_RUN = 1_000_000;

    private static final int MILLIS = 3;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    /** Null when there is none that can stand in a URL and in a row. */
    public @Nullable String id() {
        String id = said.path("id").asText("");
        return said.path("id").isTextual() && ID.matcher(id).matches() ? id : null;
    }

    /**
     * {@code starting}, {@code processing}, {@code succeeded}, {@code failed}, {@code canceled}, {@code aborted}, or one
     * that we don't know yet; null when there is none.
     */
    public @Nullable String status() {
        String status = said.path("status").isTextual()
                ? said.path("status").textValue().strip().toLowerCase(Locale.ROOT)
                : "";
        return switch (status) {
            case "" -> null;
            case "cancelled" -> "canceled";
            default -> status;
        };
    }

    /** A sentence when it failed, otherwise null. */
    public @Nullable String error() {
        return ErrorText.of(said.path("error"));
    }

    public boolean dataRemoved() {
        JsonNode removed = said.path("data_removed");
        return removed.asBoolean(false) || removed.asText("").strip().equals("1");
    }

    /** Null when it isn't said, or not in a form that is understood. */
    public @Nullable Instant createdAt() {
        return ReadTime.of(said.path("created_at"));
    }

    /** Null when it isn't said, or not in a form that is understood. */
    public @Nullable Instant completedAt() {
        return ReadTime.of(said.path("completed_at"));
    }

    /** Null before it runs, and when it isn't said in a form that is understood. */
    private @Nullable Instant startedAt() {
        return ReadTime.of(said.path("started_at"));
    }

    /** Seconds; null when it isn't said, or none can be meant. */
    private @Nullable BigDecimal predictTime() {
        JsonNode seconds = said.path("metrics").path("predict_time");
        boolean isMeant = seconds.isNumber() && seconds.doubleValue() >= 0 && seconds.doubleValue() < LONGEST_RUN;
        return isMeant ? seconds.decimalValue().setScale(MILLIS, RoundingMode.HALF_UP) : null;
    }

    /** How many characters the output had that was left out, since no record holds it; 0 when none was. */
    public long outputTooLarge() {
        return said.path(OUTPUT_TOO_LARGE).asLong(0);
    }

    /** What the model gave, in whatever form; a missing node when it isn't said. */
    public JsonNode output() {
        return said.path(OUTPUT);
    }

    /** How many parts of the output are not in it, or not whole. */
    public int outputLeftOut() {
        return said.path(OUTPUT_LEFT_OUT).asInt(0);
    }

    /** What it means; one that ends in a way that we don't know yet runs. */
    Prediction prediction(String id, Report report) {
        Progress progress =
                switch (Objects.requireNonNullElse(status(), "")) {
                    case "succeeded" ->
                        new Progress.Succeeded(
                                output(), outputLeftOut(), outputTooLarge(), dataRemoved(), completedAt());
                    case "failed" -> new Progress.Failed(PredictionFailure.of(error()), completedAt());
                    case "canceled" -> new Progress.Cancelled(completedAt());
                    case "aborted" -> new Progress.TimedOut(completedAt());
                    default -> new Progress.Running();
                };
        return new Prediction(id, createdAt(), progress, new Ran(startedAt(), completedAt(), predictTime()), report);
    }

    /** The same, where the id is known otherwise. */
    public SaidPrediction withId(String id) {
        ObjectNode other = said.deepCopy();
        other.put("id", id);
        return new SaidPrediction(other, false);
    }

    /** The same in a form that each record holds. */
    public SaidPrediction withoutOutput() {
        if (outputTooLarge() > 0) {
            return this;
        }
        ObjectNode other = said.deepCopy();
        other.put(OUTPUT_TOO_LARGE, said.path(OUTPUT).toString().length()).set(OUTPUT, NullNode.instance);
        return new SaidPrediction(other, false);
    }
}
