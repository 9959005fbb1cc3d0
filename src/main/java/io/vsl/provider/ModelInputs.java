package io.vsl.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a model takes.
 *
 * @param inputs   by the model's own names, in its order: a JSON Schema of each, in which nothing is referred to and
 *                 nothing combined where that could be resolved
 * @param required names of those without which it doesn't run
 */
public record ModelInputs(Map<String, ObjectNode> inputs, Set<String> required) {

    public ModelInputs {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        required = Set.copyOf(required);
    }
}
