package io.vsl.platform.kafka;

import io.vsl.job.JobEventType;
import io.vsl.platform.Stages;
import java.time.Duration;
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

    /** Where postponed records of all stages wait for that time. */
    public String delay(DelayTier tier) {
        return prefix + ".delay." + tier.label();
    }

    /** From the shortest delay to the longest. */
    public List<String> delays() {
        return DelayTier.ALL.stream().map(this::delay).toList();
    }

    /** How long records of that topic wait there; zero of one whose records don't. */
    Duration delay(String topic) {
        return DelayTier.ALL.stream().filter(tier -> delay(tier).equals(topic)).findFirst()
                .map(DelayTier::length).orElse(Duration.ZERO);
    }

    /** Whether a record there is on its way to another stage's retry topic, and is not the reader's own. */
    public boolean isOnTheWay(String topic) {
        return topic.equals(retry(Stages.DELAY)) || !delay(topic).isZero();
    }

    public String deadLetter(String stage) {
        return prefix + "." + stage + ".dead-letter";
    }

    /**
     * What a consuming stage works on, beside its retry topic.
     *
     * @throws IllegalArgumentException when no such stage consumes
     */
    public List<String> inputs(String stage) {
        return switch (stage) {
            case "admit" -> List.of(jobRequested());
            case "generate" -> List.of(of(JobEventType.ACCEPTED), attemptRequested());
            case "settle" -> List.of(predictionReported());
            case "store" -> List.of(of(JobEventType.GENERATED));
            case "cancel" -> List.of(cancelRequested());
            case "conclude" -> List.of(outcomeProposed());
            case "sink-postgres", "sink-redis", "sink-dynamodb" -> events();
            case Stages.DELAY -> delays();
            default -> throw new IllegalArgumentException(stage);
        };
    }

    /** Where events stand, in the order in which they happen to a job. */
    public List<String> events() {
        return Stream.of(JobEventType.values()).map(this::of).toList();
    }

    /** What others write and read, by clients of any language. */
    List<String> forOthers() {
        Stream<String> deadLetters = Stages.CONSUMING.stream().map(this::deadLetter);
        return Stream.of(Stream.of(jobRequested(), cancelRequested()), events().stream(), deadLetters)
                .flatMap(topics -> topics).toList();
    }

    /** The consumer group by which a stage reads its topics. */
    String group(String stage) {
        return prefix + "." + stage;
    }

    List<String> all() {
        Stream<String> ofStages = Stages.CONSUMING.stream().flatMap(stage -> Stream.of(retry(stage), deadLetter(stage)));
        Stream<String> others = Stream.of(jobRequested(), attemptRequested(), predictionReported(), outcomeProposed(),
                cancelRequested());
        return Stream.of(others, events().stream(), delays().stream(), ofStages).flatMap(topics -> topics).toList();
    }
}
