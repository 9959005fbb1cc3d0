package io.vsl.devstack.simulator;

import java.util.Map;

/** How Replicate words the errors of predictions. */
final class FailureTexts {

    static final String TIMED_OUT = "Prediction timed out after 30 minutes";

    private static final Map<String, String> BY_CODE = Map.of(
            "PA", "Prediction interrupted; please retry (code: PA)",
            "E9828", "Director: unexpected error handling prediction (E9828)",
            "E6716", "Prediction failed: timed out waiting to start (E6716)",
            "E005", "The input or output was flagged as sensitive. Please try again with different inputs. (E005)",
            "E1001", "Prediction failed: out of memory (E1001)",
            "NSFW", "All generated images contained NSFW content. Try running it again with a different prompt.");

    private FailureTexts() {}

    /** The text of a code; the code itself when there is none. */
    static String of(String code) {
        return BY_CODE.getOrDefault(code, code);
    }
}
