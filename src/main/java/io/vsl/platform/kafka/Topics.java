package io.vsl.platform.kafka;

import io.vsl.job.JobEventType;
import io.vsl.platform.topology.DelayTier;
import io.vsl.platform.topology.StageSpec;
import io.vsl.platform.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The names of all topics with their prefix; {@code topology.yaml} says who writes and reads each. */
@Component
public class Topics {

    private static final String SCHEMA = "urn:vsl:schema:";

    private final String prefix;
    private final Topology topology;
    private final Set<String> described;

    Topics(KafkaProperties properties, Topology topology) {
        this.prefix = properties.topicPrefix();
        this.topology = topology;
        this.described = Set.copyOf(topology.publicTopics());
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

    /** Jobs that are videos of others, joined. */
    public String compilationRequested() {
        return prefix + ".compilation.requested";
    }

    /** Accepted jobs the files of whose input are to be brought to S3. */
    public String inputsRequested() {
        return prefix + ".inputs.requested";
    }

    /** Jobs whose files are kept, and nothing is made of them yet. */
    public String jobStored() {
        return prefix + ".job.stored";
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
        return prefix + "." + StageSpec.retry(stage);
    }

    public boolean isRetry(String topic) {
        return topic.endsWith(StageSpec.retry(""));
    }

    /** Where postponed records of all stages wait for that time. */
    public String delay(DelayTier tier) {
        return prefix + "." + tier.topic();
    }

    /** From the shortest delay to the longest. */
    public List<String> delays() {
        return DelayTier.ALL.stream().map(this::delay).toList();
    }

    /** How long records of that topic wait there; zero of one whose records don't. */
    Duration delay(String topic) {
        return DelayTier.ALL.stream()
                .filter(tier -> delay(tier).equals(topic))
                .findFirst()
                .map(DelayTier::length)
                .orElse(Duration.ZERO);
    }

    /** Whether a record there is on its way to another stage's retry topic, and is not the reader's own. */
    public boolean isOnTheWay(String topic) {
        return topic.equals(retry(Topology.DELAY)) || !delay(topic).isZero();
    }

    public String deadLetter(String stage) {
        return prefix + "." + StageSpec.deadLetter(stage);
    }

    /**
     * What a consuming stage works on, beside its retry topic; none of a stage that doesn't consume.
     *
     * @throws io.vsl.platform.topology.InvalidTopology when there is no such stage
     */
    public List<String> inputs(String stage) {
        return prefixed(topology.stage(stage).runs().reads());
    }

    /** That the files of a job are to go. */
    public String mediaDeleteRequested() {
        return prefix + ".media.delete-requested";
    }

    /** Where events stand until the outcome, which streams tell, in the order in which they happen to a job. */
    public List<String> eventsOfStreams() {
        return Stream.of(JobEventType.values())
                .filter(type -> type != JobEventType.MEDIA_DELETED)
                .map(this::of)
                .toList();
    }

    /** Where events stand, in the order in which they happen to a job. */
    public List<String> events() {
        return Stream.of(JobEventType.values()).map(this::of).toList();
    }

    /**
     * The URI of the schema of what stands on that topic, {@code urn:vsl:schema:job.completed}; empty of one that is not for
     * others. It is absolute, as CloudEvents has it, and says the same everywhere: the file is
     * {@code GET /schemas/job.completed.json}.
     *
     * @param name without the prefix
     */
    Optional<String> schema(String name) {
        return described.contains(name) ? Optional.of(SCHEMA + name) : Optional.empty();
    }

    /** What others write, read and look at, by clients of any language. */
    List<String> forOthers() {
        return prefixed(topology.topicsForOthers());
    }

    /** The consumer group by which a stage reads its topics. */
    String group(String stage) {
        return prefix + "." + stage;
    }

    List<String> all() {
        return prefixed(topology.allTopics());
    }

    private List<String> prefixed(List<String> names) {
        return names.stream().map(name -> prefix + "." + name).toList();
    }
}
