package io.vsl.job;

import java.util.Objects;

/**
 * What is odd about a completed job's result. It never fails a job.
 *
 * @param place   what it is about, a JSON pointer into the model's output, {@code /images/0}; empty: all of it
 * @param message for people
 */
public record Warning(String place, Code code, String message) {

    /** What kind of oddity. */
    public enum Code {
        /** A file of the output is not kept. */
        OUTPUT_MISSING,
        /** A file is kept that is of another kind than the job asked for. */
        UNEXPECTED_TYPE,
        /** A file is kept of which nobody knows what it is. */
        UNKNOWN_TYPE,
        /** A file is kept that has no byte. */
        EMPTY_FILE,
        /** A thumbnail, preview or waveform could not be made of a file, or what it is not be found out. */
        NOT_RENDERED,
        /** A file is kept that is not what its host said. */
        DECLARED_OTHERWISE,
        /** The model gave no file; what it said is kept as one. */
        NO_FILE,
        /** What the model said beside its files is kept as a file, since it is large. */
        LARGE_VALUES
    }

    public Warning {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(code, "code");
        Storable.requireText("place", place);
        Storable.requireText("message", Objects.requireNonNull(message, "message"));
    }
}
