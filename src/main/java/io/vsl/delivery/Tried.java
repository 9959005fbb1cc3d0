package io.vsl.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A try that has ended.
 *
 * @param at     when it began
 * @param status of HTTP; null when there was no answer
 * @param detail the head of the answer, where it is redirected to, or why there was none
 */
public record Tried(
        Delivery delivery,
        Instant at,
        Duration took,
        TryResult result,
        @Nullable Integer status,
        @Nullable String detail,
        NextTry next) {}
