package io.vsl.provider;

import java.io.IOException;
import java.util.Map;

/** What came of a request to a provider's API. */
public sealed interface Reply {

    /**
     * An answer, whatever it says.
     *
     * @param headers by name, in lower case
     * @param body    empty when there is none
     */
    record Answer(int status, Map<String, String> headers, byte[] body) implements Reply {

        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /** None, or not all of one. */
    record NoAnswer(IOException cause) implements Reply {}
}
