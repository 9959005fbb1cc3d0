package io.vsl.provider;

/** What an answer says of what it was asked for. */
public sealed interface Told<T> {

    /** It is there. */
    record There<T>(T value) implements Told<T> {}

    /**
     * There is no such thing.
     *
     * @param reason a sentence for people, without a full stop
     */
    record Gone<T>(String reason) implements Told<T> {}

    /**
     * It isn't known whether it is there: no answer, a refused token, or an answer that nobody understands.
     *
     * @param reason a sentence for people, without a full stop
     */
    record Unclear<T>(String reason) implements Told<T> {}
}
