package io.vsl.platform.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.stereotype.Component;

/** Creates the topics that are missing. Those that are there stay as they are: {@link CompareTopics} tells of them. */
@Component
public class CreateTopics {

    /**
     * Above the producer's batch size, or a large batch is tried without end, and as much as the producer takes: what
     * is made of the largest request, which stands in job.accepted twice, as asked for and as the model takes it.
     */
    private static final String MAX_MESSAGE_BYTES = Integer.toString(Outgoing.MAX_BYTES);

    /** The codec of all topics {@link Topics#forOthers()}: every client has it, and kafkajs no other. */
    static final String CODEC_FOR_OTHERS = "gzip";

    private final KafkaProperties properties;
    private final KafkaSecurity security;
    private final Topics topics;

    CreateTopics(KafkaProperties properties, KafkaSecurity security, Topics topics) {
        this.properties = properties;
        this.security = security;
        this.topics = topics;
    }

    public void create() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", properties.brokers());
        settings.putAll(security.settings());
        try (Admin admin = Admin.create(settings)) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = topics.all().stream()
                    .filter(topic -> !existing.contains(topic))
                    .map(this::newTopic)
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("The topics can't be created", e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private NewTopic newTopic(String name) {
        Optional<Short> replication =
                properties.replicationFactor() < 0 ? Optional.empty() : Optional.of(properties.replicationFactor());
        long retention = properties.retention().isNegative()
                ? -1
                : properties.retention().toMillis();
        // Brokers pack anew what came in another codec, whoever wrote it. ADR 9 says why they, and why gzip.
        String codec = topics.forOthers().contains(name) ? CODEC_FOR_OTHERS : "producer";
        // Also what Kafka has as its defaults: a cluster may have others.
        return new NewTopic(name, Optional.of(properties.partitions()), replication)
                .configs(Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.bytes",
                        "-1",
                        "retention.ms",
                        Long.toString(retention),
                        "max.message.bytes",
                        MAX_MESSAGE_BYTES,
                        "compression.type",
                        codec,
                        "message.timestamp.type",
                        timestampType(name)));
    }

    /** How long a postponed record has waited is told by the brokers' clocks, not by its writer's. */
    private String timestampType(String topic) {
        return topics.delays().contains(topic) ? "LogAppendTime" : "CreateTime";
    }
}
