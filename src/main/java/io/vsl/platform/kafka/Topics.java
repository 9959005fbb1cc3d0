package io.vsl.platform.kafka;

import io.vsl.job.JobEventType;
import io.vsl.platform.Stages;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The names of all topics. The contract's section 3 says who writes and reads each. */
@Component
public class Topics {

    private final String prefix;

    Topics(KafkaProperties properties) {
        this.prefix = properties.topicPrefix();
    }

    public String jobRequested() {
        return prefix + ".job.requested";
    }

    /** Where events of that type stand. */
    public String of(JobEventType type) {
        return prefix + "." + type.value();
    }

    /** What the events of that topic are. */
    JobEventType eventType(String topic) {
        return Stream.of(JobEventType.values())
                .filter(type -> of(type).equals(topic))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no events on " + topic));
    }

    public String predictionReported() {
        return prefix + ".prediction.reported";
    }

    /** What a stage is to take up again, beside what it reads anyway. */
    public String retry(String stage) {
        return prefix + "." + stage + ".retry";
    }

    public String deadLetter(String stage) {
        return prefix + "." + stage + ".dead-letter";
    }

    List<String> all() {
        Stream<String> events = Stream.of(JobEventType.values()).map(this::of);
        Stream<String> deadLetters = Stages.CONSUMING.stream().map(this::deadLetter);
        Stream<String> others = Stream.of(jobRequested(), predictionReported(), retry("generate"), retry("store"));
        return Stream.of(others, events, deadLetters).flatMap(topics -> topics).toList();
    }
}
