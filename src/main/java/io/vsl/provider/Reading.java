package io.vsl.provider;

/** What a provider said, read: a {@link Prediction}, or something else. */
public sealed interface Reading permits Prediction, Reading.Unreadable {

    /** In the form that goes to Kafka. */
    Report report();

    /** No prediction; it travels all the same, for settle to set it aside. */
    record Unreadable(String reason, Report report) implements Reading {}
}
