package io.vsl.guarantee;

import io.vsl.platform.topology.DelayTier;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.VslProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/**
 * The stage {@code probe} with topics and a consumer group of its own, the processes that run it, and the account of
 * what became of each record.
 */
@NeedsServers
final class StageUnderTest implements AutoCloseable {

    static final String INPUT = ".probe-in";
    static final String OUTPUT = ".probe-out";
    static final String RETRY = ".probe.retry";
    static final String NARROW_OUTPUT = ".probe-narrow-out";

    /** Few, so that a small test has many polls. */
    static final int MAX_POLL_RECORDS = 50;

    /** As the topics are that the application creates. */
    static final int MAX_MESSAGE_BYTES = 4 << 20;

    /** Far below what the application expects of a topic, as one may be that somebody else has created. */
    static final int NARROW_MESSAGE_BYTES = 100_000;

    private static final String DEAD_LETTERS = ".probe.dead-letter";
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String prefix = "g" + UUID.randomUUID().toString().substring(0, 8);
    private final Duration retryFor;
    private final Controls controls;
    private final List<VslProcess> processes = new ArrayList<>();
    private final Set<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(prefix + INPUT, partition))
            .collect(Collectors.toSet());

    private boolean hasDeadLetterTopic;

    private StageUnderTest(Duration retryFor) throws IOException {
        this.retryFor = retryFor;
        controls = new Controls(
                Files.createDirectories(Path.of("target/guarantee", prefix).toAbsolutePath()));
        createTopic(INPUT, PARTITIONS);
        createTopic(OUTPUT, PARTITIONS);
        createTopic(NARROW_OUTPUT, PARTITIONS, NARROW_MESSAGE_BYTES);
        createTopic(RETRY, 1);
        // One partition, so that what waits on a tier waits behind one another.
        DelayTier.ALL.forEach(tier -> createTopic("." + tier.topic(), 1));
        createTopic(".delay.retry", 1);
        createTopic(".delay.dead-letter", 1);
    }

    /** With all its topics, and polls that are given up after {@code retryFor}. */
    static StageUnderTest of(Duration retryFor) throws IOException {
        StageUnderTest stage = withoutDeadLetterTopic(retryFor);
        stage.createDeadLetterTopic();
        return stage;
    }

    static StageUnderTest withoutDeadLetterTopic(Duration retryFor) throws IOException {
        return new StageUnderTest(retryFor);
    }

    /** With a topic of dead letters that takes small ones alone. */
    static StageUnderTest withNarrowDeadLetterTopic(Duration retryFor) throws IOException {
        StageUnderTest stage = withoutDeadLetterTopic(retryFor);
        stage.createTopic(DEAD_LETTERS, 1, NARROW_MESSAGE_BYTES);
        stage.hasDeadLetterTopic = true;
        return stage;
    }

    void createDeadLetterTopic() {
        createTopic(DEAD_LETTERS, 1);
        hasDeadLetterTopic = true;
    }

    Controls controls() {
        return controls;
    }

    /** Starts one more process of the stage; it takes part as soon as it has joined the group. */
    VslProcess launch() {
        return launch("none");
    }

    /** One that stands still at a {@link Failpoint}. */
    VslProcess launch(String failpoint) {
        VslProcess process = VslProcess.launch(
                Probe.class.getName(),
                "128m",
                Map.of(
                        "VSL_STAGES",
                        "delay,probe",
                        "VSL_TOPOLOGY",
                        "classpath:topology.yaml,classpath:guarantee/topology.yaml",
                        "VSL_TOPIC_PREFIX",
                        prefix,
                        "VSL_STAGE_RETRYFOR",
                        retryFor.toMillis() + "ms",
                        "VSL_STAGE_HOLDINGAFTER",
                        "1s",
                        "PROBE_FAILPOINT",
                        failpoint,
                        "PROBE_CONTROLS",
                        controls.folder().toString(),
                        "PROBE_MAXPOLLRECORDS",
                        Integer.toString(MAX_POLL_RECORDS)));
        processes.add(process);
        return process;
    }

    /** Writes that many records, each with an id of its own as key and value. */
    void produce(int records) {
        produce(IntStream.range(0, records).mapToObj(i -> input("id-" + i)).toList());
    }

    void produce(List<ProducerRecord<byte[], byte[]>> records) {
        Log.produce(records);
    }

    ProducerRecord<byte[], byte[]> input(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(prefix + INPUT, bytes, bytes);
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return Log.read(prefix + DEAD_LETTERS);
    }

    /** Waits until at least so many outputs are there. */
    void awaitOutputs(int atLeast) {
        await(atLeast + " outputs", () -> Log.size(prefix + OUTPUT) >= atLeast);
    }

    void awaitFailpoint() {
        await("the failpoint", controls::isAtFailpoint);
    }

    /** The ids of the outputs so far. */
    List<String> outputs() {
        return Log.read(prefix + OUTPUT).stream().map(StageUnderTest::id).toList();
    }

    void awaitOutput(String id) {
        await("the output " + id, () -> outputs().contains(id));
    }

    /** @param name without the prefix */
    String topic(String name) {
        return prefix + "." + name;
    }

    /** What waits on a tier, or has waited there. */
    long waited(DelayTier tier) {
        return Log.size(topic(tier.topic()));
    }

    void awaitWaited(DelayTier tier, long atLeast) {
        await(atLeast + " records on " + tier, () -> waited(tier) >= atLeast);
    }

    /** Who has the partitions of the stage delay. */
    Set<String> delayMembers() {
        return members(topic("delay"));
    }

    private static Set<String> members(String group) {
        try (Admin admin = Log.admin()) {
            return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .map(MemberDescription::consumerId)
                    .collect(Collectors.toSet());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How many records of the delay topics the stage delay has passed. */
    long delayCommitted() {
        try (Admin admin = Log.admin()) {
            return admin
                    .listConsumerGroupOffsets(topic("delay"))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until one more poll is under way. */
    void awaitPoll() {
        long before = controls.begins();
        await("a poll", () -> controls.begins() > before);
    }

    void awaitRetries(long atLeast) {
        await(atLeast + " retries", () -> controls.retries() >= atLeast);
    }

    void awaitEscapes(long atLeast) {
        await(atLeast + " polls given up", () -> controls.escapes() >= atLeast);
    }

    void awaitMembers(int consumers) {
        await(consumers + " consumers", () -> {
            try (Admin admin = Log.admin()) {
                return admin.describeConsumerGroups(List.of(group())).all().get().get(group()).members().stream()
                                .filter(member ->
                                        !member.assignment().topicPartitions().isEmpty())
                                .count()
                        == consumers;
            }
        });
    }

    void awaitDrained() {
        Log.awaitDrained(group(), List.of(prefix + INPUT, prefix + RETRY));
    }

    /** How many records the group has committed. */
    long committed() {
        return offsets().values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * What became of the records so far.
     *
     * @param lost      ids in the input that are in neither output nor dead letters; of interest once drained
     * @param unwritten ids below a committed offset that are in neither: there must be none at any time
     * @param repeated  outputs beyond the first of an id
     */
    record Account(Set<String> lost, Set<String> unwritten, long repeated) {}

    Account account() {
        Map<TopicPartition, Long> committed = offsets();
        List<ConsumerRecord<byte[], byte[]>> inputs = Log.read(prefix + INPUT);
        List<String> outputs =
                Log.read(prefix + OUTPUT).stream().map(StageUnderTest::id).toList();
        Set<String> written = Stream.concat(outputs.stream(), deadLetterIds()).collect(Collectors.toSet());
        Set<String> lost = inputs.stream()
                .map(StageUnderTest::id)
                .filter(id -> !written.contains(id))
                .collect(Collectors.toSet());
        Set<String> unwritten = inputs.stream()
                .filter(input -> input.offset()
                        < committed.getOrDefault(new TopicPartition(input.topic(), input.partition()), 0L))
                .map(StageUnderTest::id)
                .filter(lost::contains)
                .collect(Collectors.toSet());
        return new Account(
                lost, unwritten, outputs.size() - outputs.stream().distinct().count());
    }

    private Stream<String> deadLetterIds() {
        return hasDeadLetterTopic ? deadLetters().stream().map(StageUnderTest::id) : Stream.of();
    }

    /** Records of the tests have their id as key. */
    static String id(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    /** What the group's consumers have noted beside their offsets. */
    List<String> notes() {
        try (Admin admin = Log.admin()) {
            return admin.listConsumerGroupOffsets(group()).partitionsToOffsetAndMetadata().get().values().stream()
                    .map(OffsetAndMetadata::metadata)
                    .filter(note -> !note.isEmpty())
                    .distinct()
                    .toList();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void awaitNote() {
        await("a note that the stage holds", () -> !notes().isEmpty());
    }

    private Map<TopicPartition, Long> offsets() {
        try (Admin admin = Log.admin()) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group())
                    .partitionsToOffsetAndMetadata()
                    .get();
            partitions.forEach(partition -> Optional.ofNullable(committed.get(partition))
                    .ifPresent(offset -> offsets.put(partition, offset.offset())));
            return offsets;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String group() {
        return prefix + ".probe";
    }

    private void createTopic(String name, int partitions) {
        createTopic(name, partitions, MAX_MESSAGE_BYTES);
    }

    private void createTopic(String name, int partitions, int maxMessageBytes) {
        try (Admin admin = Log.admin()) {
            admin.createTopics(List.of(new NewTopic(prefix + name, Optional.of(partitions), Optional.empty())
                            .configs(Map.of(
                                    "max.message.bytes",
                                    Integer.toString(maxMessageBytes),
                                    "message.timestamp.type",
                                    name.startsWith(".delay.") ? "LogAppendTime" : "CreateTime"))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void await(String what, Callable<Boolean> reached) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .failFast("a process has ended by itself, see target/processes", () -> processes.stream()
                        .anyMatch(VslProcess::hasFailed))
                .until(reached);
    }

    @Override
    public void close() {
        processes.forEach(VslProcess::close);
        Log.deleteTopics(prefix);
    }
}
