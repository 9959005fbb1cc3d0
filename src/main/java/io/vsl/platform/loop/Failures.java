package io.vsl.platform.loop;

import java.util.concurrent.CompletionException;

/** Failures of what completes later. */
public final class Failures {

    private Failures() {}

    /** What it failed with: stages that follow one that failed wrap it. */
    public static Throwable of(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
