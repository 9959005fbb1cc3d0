package io.vsl.platform.kafka;

import io.vsl.job.JobEventType;
import io.vsl.platform.Stages;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The names of all topics. The contract's section 3 says who writes and reads each. */
@Component
public class Topics {

    private static final String RETRY = ".retry";

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
                .orElseThrow(() -> new InvalidRecord("There are no events on the topic " + topic));
    }

    public String predictionReported() {
        return prefix + ".prediction.reported";
    }

    /** Attempts beyond a job's first, and such as are to be sent after all. */
    public String attemptRequested() {
        return prefix + ".attempt.requested";
    }

    /** How jobs may end; the first of a job that stands here is how it ends. */
    public String outcomeProposed() {
        return prefix + ".outcome.proposed";
    }

    public String cancelRequested() {
        return prefix + ".job.cancel-requested";
    }

    /** What a stage is to take up again, beside what it reads anyway. */
    public String retry(String stage) {
        return prefix + "." + stage + RETRY;
    }

    public boolean isRetry(String topic) {
        return topic.endsWith(RETRY);
    }

    public String deadLetter(String stage) {
        return prefix + "." + stage + ".dead-letter";
    }

    List<String> all() {
        Stream<String> events = Stream.of(JobEventType.values()).map(this::of);
        Stream<String> ofStages = Stages.CONSUMING.stream().flatMap(stage -> Stream.of(retry(stage), deadLetter(stage)));
        Stream<String> others = Stream.of(jobRequested(), attemptRequested(), predictionReported(), outcomeProposed(),
                cancelRequested());
        return Stream.of(others, events, ofStages).flatMap(topics -> topics).toList();
    }
}
