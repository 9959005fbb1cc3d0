package io.vsl.models;

/**
 * Where an entry of models.json isn't as the model is.
 *
 * @param field   path below the entry, e.g. {@code supportedParams.width.maximum}; empty when it is about the whole
 * @param message what stands here and what there, going on from the field
 */
public record Difference(String field, String message) {

    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
