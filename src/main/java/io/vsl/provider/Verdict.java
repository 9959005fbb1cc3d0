package io.vsl.provider;

/** Whether a webhook is from the provider. */
public sealed interface Verdict {

    /** It is; the message's id is the same when it is sent again. */
    record Genuine(String messageId) implements Verdict {}

    /**
     * It can't be told to be.
     *
     * @param reason one word, to count by
     * @param likely what is probably behind it, for people
     */
    record Refused(String reason, String likely) implements Verdict {}
}
