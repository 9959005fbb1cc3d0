package io.vsl.provider;

/** What a provider said of a prediction, in its own words, as it goes to {@code prediction.reported}. */
public interface Report {

    byte[] bytes();

    /** The same in a form that any topic takes: where the output was, it says how large that is. */
    byte[] withoutOutput();
}
