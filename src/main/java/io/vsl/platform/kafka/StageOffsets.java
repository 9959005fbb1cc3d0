package io.vsl.platform.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.springframework.stereotype.Component;

/** How far each stage has come in the log. */
@Component
public class StageOffsets {

    private static final long TIMEOUT_SECONDS = 20;

    private final KafkaProperties properties;
    private final KafkaSecurity security;
    private final Topics topics;
    private final ObjectMapper json;

    StageOffsets(KafkaProperties properties, KafkaSecurity security, Topics topics, ObjectMapper json) {
        this.properties = properties;
        this.security = security;
        this.topics = topics;
        this.json = json;
    }

    /**
     * How many records of these ranges each of the stages has yet to take up.
     *
     * @param ranges by stage
     * @throws KafkaException when the brokers don't say
     */
    public Map<String, Long> lags(Map<String, List<Range>> ranges) {
        Map<String, Object> settings = new HashMap<>(security.settings());
        settings.put("bootstrap.servers", properties.brokers());
        try (Admin admin = Admin.create(settings)) {
            Map<String, Long> lags = new HashMap<>();
            for (Map.Entry<String, List<Range>> stage : ranges.entrySet()) {
                Map<TopicPartition, OffsetAndMetadata> next = committed(admin, stage.getKey());
                lags.put(
                        stage.getKey(),
                        stage.getValue().stream()
                                .mapToLong(range -> unread(range, next))
                                .sum());
            }
            return lags;
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("The groups' offsets can't be read", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /**
     * What holds these stages, as their consumers have noted; by stage, what has held longest first.
     *
     * @throws KafkaException when the brokers don't say
     */
    public Map<String, List<Held>> holds(Collection<String> stages) {
        Map<String, Object> settings = new HashMap<>(security.settings());
        settings.put("bootstrap.servers", properties.brokers());
        try (Admin admin = Admin.create(settings)) {
            Map<String, List<Held>> holds = new HashMap<>();
            for (String stage : stages) {
                Map<HoldNote, List<String>> notes = new TreeMap<>(Comparator.comparing(HoldNote::since)
                        .thenComparing(HoldNote::record)
                        .thenComparing(HoldNote::at)
                        .thenComparing(HoldNote::reason));
                committed(admin, stage).forEach((place, offset) -> HoldNote.parse(offset.metadata(), json)
                        .ifPresent(note -> notes.computeIfAbsent(note, it -> new ArrayList<>())
                                .add(place.toString())));
                holds.put(
                        stage,
                        notes.entrySet().stream()
                                .map(note -> new Held(
                                        note.getKey(),
                                        note.getValue().stream().sorted().toList()))
                                .toList());
            }
            return holds;
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("The groups' offsets can't be read", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** What one consumer has noted, of these partitions: {@code <topic>-<partition>}. */
    public record Held(HoldNote note, List<String> partitions) {}

    private static long unread(Range range, Map<TopicPartition, OffsetAndMetadata> next) {
        OffsetAndMetadata committed = next.get(range.place());
        return committed == null
                ? range.size()
                : range.startingAt(committed.offset()).size();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String stage)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                new HashMap<>(admin.listConsumerGroupOffsets(topics.group(stage))
                        .partitionsToOffsetAndMetadata()
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        committed.values().removeIf(Objects::isNull);
        return committed;
    }
}
