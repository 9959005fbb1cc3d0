package io.vsl.platform.kafka;

import io.vsl.platform.Difference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.springframework.stereotype.Component;

/** Says what of topics that are there is otherwise than {@link CreateTopics} would have made it. */
@Component
public class CompareTopics {

    private static final long TIMEOUT_SECONDS = 20;

    private static final long WITHOUT_LIMIT = -1;

    /** What all clients can read. */
    private static final Set<String> PLAIN = Set.of(CreateTopics.CODEC_FOR_OTHERS, "uncompressed");

    private final KafkaProperties properties;
    private final KafkaSecurity security;
    private final Topics topics;

    CompareTopics(KafkaProperties properties, KafkaSecurity security, Topics topics) {
        this.properties = properties;
        this.security = security;
        this.topics = topics;
    }

    public List<Difference> compare() {
        Map<String, Object> settings = new HashMap<>(security.settings());
        settings.put("bootstrap.servers", properties.brokers());
        List<ConfigResource> resources = topics.all().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        try (Admin admin = Admin.create(settings)) {
            Map<String, TopicDescription> found =
                    admin.describeTopics(topics.all()).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(resources).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<Difference> differences = new ArrayList<>();
            for (ConfigResource resource : resources) {
                TopicDescription topic = Objects.requireNonNull(found.get(resource.name()));
                differences.addAll(new OfTopic(topic, Objects.requireNonNull(configs.get(resource))).all());
            }
            return differences;
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return List.of(Difference.of(
                    "The settings of the topics can't be read (" + cause.getMessage() + ")",
                    "nobody has looked whether records are lost by them",
                    "allow Describe and DescribeConfigs of the topics"));
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** One topic against what it should be. */
    private final class OfTopic {

        private final TopicDescription topic;
        private final Config config;
        private final List<Difference> differences = new ArrayList<>();

        OfTopic(TopicDescription topic, Config config) {
            this.topic = topic;
            this.config = config;
        }

        List<Difference> all() {
            cleanup();
            retention();
            size();
            codec();
            timestamps();
            partitions();
            replicas();
            return differences;
        }

        private void cleanup() {
            String policy = value("cleanup.policy");
            if (policy.contains("compact")) {
                differences.add(Difference.grave(
                        found("cleanup.policy", policy, "delete"),
                        "of several records of a job all but the last are removed, read or not",
                        config("cleanup.policy=delete")));
            }
        }

        private void retention() {
            if (!value("cleanup.policy").contains("delete")) {
                return;
            }
            long wanted = properties.retention().isNegative()
                    ? WITHOUT_LIMIT
                    : properties.retention().toMillis();
            long kept = number("retention.ms");
            if (kept >= 0 && (wanted == WITHOUT_LIMIT || kept < wanted)) {
                differences.add(Difference.of(
                        found("retention.ms", kept, wanted),
                        "records are removed after " + Duration.ofMillis(kept)
                                + ", read or not, and a replay, a rebuild or a verification knows only what is left",
                        config("retention.ms=" + wanted)));
            }
            long bytes = number("retention.bytes");
            if (bytes >= 0) {
                differences.add(Difference.of(
                        found("retention.bytes", bytes, WITHOUT_LIMIT),
                        "the oldest records of a partition of more bytes are removed, read or not",
                        config("retention.bytes=" + WITHOUT_LIMIT)));
            }
        }

        private void size() {
            long most = number("max.message.bytes");
            if (most < Outgoing.MAX_BYTES) {
                differences.add(Difference.of(
                        found("max.message.bytes", most, Outgoing.MAX_BYTES),
                        "what follows from a large request is refused by the brokers",
                        config("max.message.bytes=" + Outgoing.MAX_BYTES)));
            }
        }

        private void codec() {
            String codec = value("compression.type");
            if (topics.forOthers().contains(topic.name()) && !PLAIN.contains(codec)) {
                differences.add(Difference.of(
                        found("compression.type", codec, CreateTopics.CODEC_FOR_OTHERS),
                        "clients that lack the codec of a record's producer, such as kafkajs, fail on it",
                        config("compression.type=" + CreateTopics.CODEC_FOR_OTHERS)));
            }
        }

        private void timestamps() {
            String type = value("message.timestamp.type");
            if (topics.delays().contains(topic.name()) && !type.equals("LogAppendTime")) {
                differences.add(Difference.of(
                        found("message.timestamp.type", type, "LogAppendTime"),
                        "how long a postponed record has waited there is told by its writer's clock, which may be wrong",
                        config("message.timestamp.type=LogAppendTime")));
            }
        }

        private void partitions() {
            int partitions = topic.partitions().size();
            if (partitions < properties.partitions()) {
                differences.add(Difference.of(
                        found("partitions", partitions, properties.partitions()),
                        "no more processes than that work on it at once",
                        "kafka-topics.sh --bootstrap-server %s --alter --topic %s --partitions %d, or VSL_PARTITIONS=%d"
                                .formatted(properties.brokers(), topic.name(), properties.partitions(), partitions)));
            }
        }

        private void replicas() {
            int replicas = topic.partitions().stream()
                    .mapToInt(partition -> partition.replicas().size())
                    .min()
                    .orElse(0);
            if (replicas < properties.replicationFactor()) {
                differences.add(Difference.of(
                        found("replication", replicas, properties.replicationFactor()),
                        "records are gone with " + replicas + " of the brokers",
                        "kafka-reassign-partitions.sh with more replicas, or VSL_REPLICATION_FACTOR=" + replicas));
            }
            long inSync = number("min.insync.replicas");
            if (inSync > replicas) {
                differences.add(Difference.grave(
                        found("min.insync.replicas", inSync, "at most " + replicas),
                        "nothing can be written, as there are no more replicas",
                        config("min.insync.replicas=" + Math.max(1, replicas - 1))));
            } else if (inSync < 2 && replicas > 2) {
                differences.add(Difference.of(
                        found("min.insync.replicas", inSync, 2),
                        "a record counts as written that a single broker has, and is gone with it",
                        config("min.insync.replicas=2")));
            }
            if (replicas > 1 && Boolean.parseBoolean(value("unclean.leader.election.enable"))) {
                differences.add(Difference.of(
                        found("unclean.leader.election.enable", true, false),
                        "records are lost when a broker leads that doesn't have them all",
                        config("unclean.leader.election.enable=false")));
            }
        }

        private String found(String name, Object is, Object wanted) {
            return "Topic %s: %s is %s, not %s".formatted(topic.name(), name, is, wanted);
        }

        private String config(String setting) {
            return "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s"
                    .formatted(properties.brokers(), topic.name(), setting);
        }

        /** Empty where the brokers know no such setting. */
        private String value(String name) {
            ConfigEntry entry = config.get(name);
            return entry == null || entry.value() == null ? "" : entry.value();
        }

        private long number(String name) {
            String value = value(name);
            return value.isEmpty() ? WITHOUT_LIMIT : Long.parseLong(value);
        }
    }
}
