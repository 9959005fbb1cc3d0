package io.vsl.devstack.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What files a prediction's input asks for, by a plan of its model's {@link OutputShape}: {@code kind}, then for each of
 * {@code count}, {@code format}, {@code width}, {@code height}, {@code ratio}, {@code megapixels}, {@code frames},
 * {@code fps} and {@code seconds} the name of the input that has it ({@code =png} is a constant).
 */
record OutputPlan(Model model, JsonObject input, JsonObject plan) {

    private static final double A_QUARTER_OF_THE_PIXELS = 0.5;

    /**
     * All files that a run makes, first to last.
     *
     * @param seed decides what they show, together with the prompt
     */
    static List<MediaSpec> files(Model model, JsonObject input, long seed) {
        int first = Math.floorMod(Objects.hash(seed, input.getValue("prompt")), MediaSpec.VARIANTS);
        return model.output().plans().stream()
                .flatMap(plan -> new OutputPlan(model, input, plan).files(first))
                .toList();
    }

    private Stream<MediaSpec> files(int first) {
        return IntStream.range(0, plan.containsKey("count") ? number("count") : 1)
                .mapToObj(index -> file((first + index) % MediaSpec.VARIANTS));
    }

    private MediaSpec file(int variant) {
        return switch (plan.getString("kind")) {
            case "image" -> {
                JsonArray size = size();
                yield MediaSpec.image(text("format"), size.getInteger(0), size.getInteger(1), variant);
            }
            case "video" -> {
                JsonArray size = plan.getJsonArray("size");
                int frames = plan.getJsonObject("frameCounts").getInteger(text("frames"));
                // A video takes seconds to encode: two different ones are enough.
                yield MediaSpec.video(size.getInteger(0), size.getInteger(1), frames, number("fps"), variant % 2);
            }
            case "audio" -> MediaSpec.audio(text("format"), number("seconds"), variant);
            default -> throw new IllegalStateException("Unknown kind of output: " + plan.getString("kind"));
        };
    }

    private JsonArray size() {
        if (!plan.containsKey("ratio")) {
            return JsonArray.of(number("width"), number("height"));
        }
        JsonArray full = plan.getJsonObject("sizes").getJsonArray(text("ratio"));
        double scale = text("megapixels").equals("1") ? 1 : A_QUARTER_OF_THE_PIXELS;
        return JsonArray.of((int) (full.getInteger(0) * scale), (int) (full.getInteger(1) * scale));
    }

    private String text(String part) {
        String name = plan.getString(part);
        return name.startsWith("=")
                ? name.substring(1)
                : String.valueOf(model.input().effective(input, name));
    }

    private int number(String part) {
        return Double.valueOf(text(part)).intValue();
    }
}
