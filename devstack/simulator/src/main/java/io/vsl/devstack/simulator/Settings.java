package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be changed while the simulator runs, over {@code PUT /_sim/settings}.
 */
final class Settings {

    private static final Set<String> NAMES =
            Set.of("speed", "createsPerMinute", "othersPerMinute", "webhooks", "predictSeconds", "showWebhook");

    private Values values;

    Settings(double speed) {
        values = new Values(speed, 600, 3000, true, null, true);
    }

    /**
     * The settings of a moment.
     *
     * @param speed            how many times faster than Replicate everything runs
     * @param createsPerMinute creations a token may make in a minute; 0 is without limit
     * @param othersPerMinute  other calls a token may make in a minute; 0 is without limit
     * @param webhooks         false sends none by itself
     * @param predictSeconds   how long every prediction runs, before division by speed; null for the model's own time
     * @param showWebhook      whether predictions that are read carry their webhook: what Replicate does is unknown
     */
    record Values(
            double speed,
            int createsPerMinute,
            int othersPerMinute,
            boolean webhooks,
            @Nullable Double predictSeconds,
            boolean showWebhook) {

        JsonObject toJson() {
            return new JsonObject()
                    .put("speed", speed)
                    .put("createsPerMinute", createsPerMinute)
                    .put("othersPerMinute", othersPerMinute)
                    .put("webhooks", webhooks)
                    .put("predictSeconds", predictSeconds)
                    .put("showWebhook", showWebhook);
        }
    }

    Values now() {
        return values;
    }

    /** Takes over the members that are given and leaves the others. */
    void change(JsonObject given) {
        for (String name : given.fieldNames()) {
            if (!NAMES.contains(name)) {
                throw Problem.badRequest("No setting " + name + "; there are " + NAMES);
            }
        }
        JsonObject merged = values.toJson().mergeIn(given);
        double speed = merged.getDouble("speed");
        if (!(speed > 0)) {
            throw Problem.badRequest("speed must be greater than 0");
        }
        values = new Values(
                speed,
                merged.getInteger("createsPerMinute"),
                merged.getInteger("othersPerMinute"),
                merged.getBoolean("webhooks"),
                merged.getDouble("predictSeconds"),
                merged.getBoolean("showWebhook"));
    }

    /** A time of Replicate's in milliseconds of ours. */
    long millis(Duration time) {
        return Math.round(time.toMillis() / values.speed());
    }
}
