package io.vsl.admin;

import io.vsl.platform.kafka.Consumed;
import io.vsl.platform.kafka.InvalidRecord;
import io.vsl.platform.kafka.LogReader;
import io.vsl.platform.kafka.Topics;
import io.vsl.platform.stage.DeadLetter;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds dead letters, and the records that died. */
@Component
class FindDeadLetter {

    private final Topics topics;

    FindDeadLetter(Topics topics) {
        this.topics = topics;
    }

    Optional<DeadLetter> find(LogReader log, String stage, int partition, long offset) {
        return log.find(topics.deadLetter(stage), partition, offset).map(DeadLetter::new);
    }

    /**
     * The record that died, as it stood where it was read; one that was left there is read there.
     *
     * @throws InvalidRecord when that can't be told
     */
    Consumed original(LogReader log, String stage, DeadLetter letter) {
        Consumed original = letter.original();
        if (letter.omittedBytes().isEmpty()) {
            return original;
        }
        if (!topics.inputs(stage).contains(original.topic())) {
            throw new InvalidRecord("It was left on a topic that the stage doesn't read");
        }
        return log.find(original.topic(), original.partition(), original.offset())
                .orElseThrow(() -> new InvalidRecord("The record is no longer where it was left"));
    }
}
