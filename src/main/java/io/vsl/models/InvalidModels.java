package io.vsl.models;

import java.util.List;
import java.util.stream.Collectors;

/** The models can't be used as they are written. The message names every fault, one a line. */
public final class InvalidModels extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    InvalidModels(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining(System.lineSeparator())));
        this.faults = List.copyOf(faults);
    }

    /** Every fault found, never empty. */
    public List<Fault> faults() {
        return faults;
    }

    /**
     * One fault.
     *
     * @param source  the file, or {@code MODELS_CONFIG}
     * @param model   e.g. {@code image/flux-schnell}; empty when it isn't about one model
     * @param field   path below the model, e.g. {@code defaults.width}; empty when it is about the whole
     * @param message what is wrong, and what is allowed
     */
    public record Fault(String source, String model, String field, String message) {

        @Override
        public String toString() {
            return List.of(source, model, field, message).stream()
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(": "));
        }
    }
}
