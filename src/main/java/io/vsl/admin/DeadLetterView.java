package io.vsl.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.stage.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter in short. What its headers don't say is left out.
 *
 * @param partition with {@code offset}, where it stands on the stage's dead-letter topic
 * @param jobId     the key, as text
 * @param error     the kind of error
 * @param topic     where the record stands, with {@code recordPartition} and {@code recordOffset}
 * @param time      when it was given up
 * @param size      of the record's value, in bytes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterView(
        String stage,
        int partition,
        long offset,
        @Nullable String jobId,
        @Nullable String reason,
        @Nullable String error,
        @Nullable Long attempts,
        @Nullable String topic,
        @Nullable Long recordPartition,
        @Nullable Long recordOffset,
        Instant time,
        long size) {

    static DeadLetterView of(String stage, Consumed record) {
        DeadLetter letter = new DeadLetter(record);
        Long omitted = number(letter.omittedBytes());
        return new DeadLetterView(
                stage,
                record.partition(),
                record.offset(),
                record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8),
                letter.about("reason").orElse(null),
                letter.about("error").orElse(null),
                number(letter.about("attempts")),
                letter.about("topic").orElse(null),
                number(letter.about("partition")),
                number(letter.about("offset")),
                record.timestamp(),
                omitted == null ? record.value().length : omitted);
    }

    private static @Nullable Long number(Optional<String> text) {
        return text.filter(digits -> digits.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .orElse(null);
    }
}
