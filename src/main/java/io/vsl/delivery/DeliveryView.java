package io.vsl.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as its user sees it.
 *
 * @param id        the {@code webhook-id}
 * @param url       where it goes, or went last
 * @param nextTryAt null unless it is pending
 * @param endedAt   when it was delivered or given up; null before
 * @param tries     the oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryView(
        UUID id,
        String event,
        @Nullable UUID jobId,
        @Nullable UUID endpointId,
        String url,
        DeliveryState status,
        Instant createdAt,
        @Nullable Instant nextTryAt,
        @Nullable Instant endedAt,
        List<Try> tries) {

    /**
     * One try.
     *
     * @param number     from 1 on, over all redeliveries
     * @param duration   seconds
     * @param statusCode of HTTP; null when there was no answer
     * @param detail     the head of the answer, where it is redirected to, or why there was none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Try(
            int number,
            Instant at,
            double duration,
            String result,
            @Nullable Integer statusCode,
            @Nullable String detail) {}
}
