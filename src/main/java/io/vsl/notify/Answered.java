package io.vsl.notify;

import io.vsl.delivery.TryResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one call.
 *
 * @param status     of HTTP; null when there was no answer
 * @param detail     the head of the answer, where it is redirected to, or why there was none
 * @param retryAfter as the answer asks for; null when it does not
 */
record Answered(
        TryResult result,
        @Nullable Integer status,
        @Nullable String detail,
        @Nullable Duration retryAfter) {

    static Answered without(TryResult result, String why) {
        return new Answered(result, null, why, null);
    }
}
