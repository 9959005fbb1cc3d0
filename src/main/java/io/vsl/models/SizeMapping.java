package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * For a model that takes no width and height but a choice among sizes: which choice is nearest.
 *
 * @param width   name of our width parameter, pixels
 * @param height  name of our height parameter, pixels
 * @param choices at least one; all set the same parameters
 */
record SizeMapping(String width, String height, List<Choice> choices) {

    /**
     * A size that the model can make.
     *
     * @param width  pixels
     * @param height pixels
     * @param set    the parameters that ask for it, in the file's order
     */
    record Choice(int width, int height, Map<String, JsonNode> set) {

        private double shape() {
            return Math.log((double) width / height);
        }

        private double area() {
            return Math.log((double) width * height);
        }

        /** For people: the first thing set, and the size, e.g. {@code 16:9 (1344x768)}. */
        String label() {
            return "%s (%dx%d)".formatted(set.values().iterator().next().asText(), width, height);
        }
    }

    /** Names of the two parameters that ask for a size in pixels; the model knows neither. */
    List<String> from() {
        return List.of(width, height);
    }

    /** Names of the parameters by which the model is asked for a size. */
    Set<String> to() {
        return choices.get(0).set().keySet();
    }

    /**
     * The choice of the nearest shape and, of those with that shape, the nearest area; of equals the first. Distances
     * are between logarithms, so that twice as wide is as far off as half as wide.
     */
    Choice nearest(int askedWidth, int askedHeight) {
        Choice asked = new Choice(askedWidth, askedHeight, Map.of());
        return choices.stream()
                .min(Comparator.comparingDouble((Choice choice) -> Math.abs(choice.shape() - asked.shape()))
                        .thenComparingDouble(choice -> Math.abs(choice.area() - asked.area())))
                .orElseThrow();
    }
}
