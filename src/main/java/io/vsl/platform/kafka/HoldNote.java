package io.vsl.platform.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Optional;

/**
 * That a stage can't go on. It stands beside the group's committed offsets, which it leaves as they are, as their
 * metadata: there it needs no store, everybody who may ask how far the stage is reads it, and the next commit takes it away.
 *
 * @param since  when it failed first
 * @param at     when this was written
 * @param record the first of those that wait, as {@link Consumed#position}
 * @param reason what fails
 */
public record HoldNote(Instant since, Instant at, String record, String reason) {

    /** Brokers take metadata of up to 4,096 bytes (offset.metadata.max.bytes). */
    private static final int LONGEST_REASON = 500;

    public HoldNote {
        reason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    }

    /** As metadata. */
    public String text(ObjectMapper json) {
        try {
            return json.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty when the metadata is something else. */
    static Optional<HoldNote> parse(String metadata, ObjectMapper json) {
        try {
            return metadata.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(json.readValue(metadata, HoldNote.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
