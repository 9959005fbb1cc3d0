package io.vsl.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an operator had done, as the audit has it.
 *
 * @param request what was asked for
 * @param state   {@code running}, {@code succeeded} or {@code failed}
 * @param result  only when it has succeeded
 * @param error   only when it has failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Operation(
        UUID operationId,
        String kind,
        String requestedBy,
        JsonNode request,
        String state,
        Count progress,
        @Nullable JsonNode result,
        @Nullable String error,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /** Of records; a total of 0 is not known yet. */
    record Count(long records, long total) {}
}
