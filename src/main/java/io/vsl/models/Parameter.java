package io.vsl.models;

import org.jspecify.annotations.Nullable;

/**
 * A parameter that a model takes, as models.json declares it.
 *
 * @param name        ours
 * @param rule        what its value must be
 * @param required    whether a caller must give it; it has no default then
 * @param input       the model's own name for it
 * @param mapping     how its value becomes the model's own, or null when it is passed on as it is; null for a list
 * @param description for people, or null
 */
record Parameter(
        String name,
        Rule rule,
        boolean required,
        String input,
        @Nullable ValueMapping mapping,
        @Nullable String description) {

    /** A parameter of which only the name is declared. */
    static Parameter undeclared(String name) {
        return new Parameter(name, Rule.One.ANY, false, name, null, null);
    }
}
