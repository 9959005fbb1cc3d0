package io.vsl.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.platform.json.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares an entry of models.json with what its model takes, input by input, under the model's own names.
 *
 * <p>An entry may say less than the model: it need not offer every input, and may have a bound, a list of values or a
 * default where the model states none. What it says otherwise than the model does is a difference, and so is what it
 * would send and the model would refuse, or drop.
 */
public final class CompareModels {

    private final Model ours;
    private final Map<String, Parameter> theirs;
    private final Map<String, JsonNode> theirDefaults;
    private final Set<String> unread;
    private final List<Difference> differences = new ArrayList<>();

    private CompareModels(Model ours, Model theirs, Set<String> unread) {
        this.ours = ours;
        this.theirs = theirs.parameters();
        this.theirDefaults = theirs.defaults();
        this.unread = unread;
    }

    /**
     * All differences, in the entry's order.
     *
     * @param ours   the entry
     * @param theirs the model as an entry that is nothing but its own schema: each parameter is an input of the model, and
     *               has a maxLength and maxItems only where the model states them or else the greatest there are
     * @param unread names of inputs that the model has and {@code theirs} has not
     */
    public static List<Difference> compare(Model ours, Model theirs, Set<String> unread) {
        CompareModels compare = new CompareModels(ours, theirs, unread);
        compare.parameters();
        compare.required();
        return List.copyOf(compare.differences);
    }

    private void parameters() {
        for (Parameter parameter : ours.parameters().values()) {
            if (!isOnlyOurs(parameter) && !unread.contains(parameter.input())) {
                Parameter input = theirs.get(parameter.input());
                if (input == null) {
                    add(parameter, "", unknown(parameter));
                } else {
                    values(parameter, input);
                    defaults(parameter, input);
                }
            }
        }
    }

    /** A width or height that the model is not told of. */
    private boolean isOnlyOurs(Parameter parameter) {
        return ours.size() != null && ours.size().from().contains(parameter.name());
    }

    private String unknown(Parameter parameter) {
        String meant = NearestName.of(parameter.input(), theirs.keySet().stream())
                .map("; did you mean %s?"::formatted)
                .orElse("");
        return "the model has no input %s, and drops it silently%s".formatted(parameter.input(), meant);
    }

    private void values(Parameter parameter, Parameter input) {
        if (parameter.mapping() == null) {
            new CompareRules((part, message) -> add(parameter, part, message)).compare(parameter.rule(), input.rule());
            return;
        }
        String refused = parameter.mapping().results().stream()
                .filter(value -> !isTaken(input, value))
                .map(JsonNode::toString)
                .collect(Collectors.joining(", "));
        if (!refused.isEmpty()) {
            add(
                    parameter,
                    ".values",
                    "sends %s, and the model takes %s"
                            .formatted(refused, input.rule().phrase()));
        }
    }

    private static boolean isTaken(Parameter input, JsonNode value) {
        return CheckValue.check(input.rule(), false, value) instanceof CheckValue.Checked.Good;
    }

    /** A size is asked for by the choices of its own, whatever the defaults of what they set. */
    private void defaults(Parameter parameter, Parameter input) {
        JsonNode here = sent(parameter);
        JsonNode there = theirDefaults.get(input.name());
        boolean isOfSize = ours.size() != null && ours.size().to().contains(parameter.name());
        if (here != null && there != null && !isOfSize && !CheckValue.same(here, there)) {
            differences.add(new Difference(
                    "defaults." + parameter.name(), "%s is sent, and the model's own is %s".formatted(here, there)));
        }
    }

    /** Our default as the model gets it. */
    private @Nullable JsonNode sent(Parameter parameter) {
        JsonNode value = ours.defaults().get(parameter.name());
        ValueMapping mapping = parameter.mapping();
        return value == null || mapping == null ? value : mapping.map(value).value();
    }

    private void required() {
        Map<String, Parameter> byInput = new LinkedHashMap<>();
        ours.parameters().values().forEach(parameter -> byInput.put(parameter.input(), parameter));
        for (Parameter input : theirs.values()) {
            if (input.required()) {
                Parameter parameter = byInput.get(input.name());
                if (parameter == null || isOnlyOurs(parameter)) {
                    differences.add(new Difference(
                            "supportedParams",
                            "nothing goes to the input %s, which the model requires".formatted(input.name())));
                } else if (!parameter.required() && sent(parameter) == null && !isSetBySize(parameter)) {
                    add(parameter, "", "isn't required and has no default, and the model requires it");
                }
            }
        }
    }

    private boolean isSetBySize(Parameter parameter) {
        return ours.size() != null
                && ours.size().to().contains(parameter.name())
                && ours.defaults().keySet().containsAll(ours.size().from());
    }

    private void add(Parameter parameter, String part, String message) {
        differences.add(new Difference("supportedParams." + parameter.name() + part, message));
    }
}
