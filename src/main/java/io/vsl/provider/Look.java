package io.vsl.provider;

/** What a provider says when it is asked for one prediction. */
public sealed interface Look {

    record Seen(Prediction prediction) implements Look {}

    /** It does not know the prediction, or not any more. */
    record Forgotten(String reason) implements Look {}

    /** Its answer says nothing of the prediction. */
    record Unclear(String reason) implements Look {}

    /** It did not answer. */
    record Unheard(String reason) implements Look {}

    /** The prediction is larger than anybody reads, and would be no smaller another time. */
    record TooLarge(String reason) implements Look {}
}
