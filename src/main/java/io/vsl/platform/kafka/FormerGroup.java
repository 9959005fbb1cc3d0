package io.vsl.platform.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the offsets of a group that read the same partitions in an earlier release, where ours has none yet: it
 * would begin at their beginning. The group's own member does that, as brokers let nobody else write the offsets of a
 * group that has members, which it has throughout a rolling upgrade.
 */
final class FormerGroup implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(FormerGroup.class);

    private static final int TIMEOUT_SECONDS = 20;

    private final String group;
    private final Properties settings;
    private final Consumer<?, ?> consumer;
    private final ConsumerRebalanceListener next;

    /**
     * @param settings the consumer's
     * @param next     is told the same afterwards
     */
    FormerGroup(String group, Properties settings, Consumer<?, ?> consumer, ConsumerRebalanceListener next) {
        this.group = group;
        this.settings = settings;
        this.consumer = consumer;
        this.next = next;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        takeOver(partitions);
        next.onPartitionsAssigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        next.onPartitionsRevoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        next.onPartitionsLost(partitions);
    }

    private void takeOver(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> own = consumer.committed(Set.copyOf(partitions));
        Map<TopicPartition, OffsetAndMetadata> taken = new HashMap<>();
        if (partitions.stream().anyMatch(place -> own.get(place) == null)) {
            former().forEach((place, offset) -> {
                if (offset != null && partitions.contains(place) && own.get(place) == null) {
                    taken.put(place, new OffsetAndMetadata(offset.offset()));
                }
            });
        }
        if (!taken.isEmpty()) {
            consumer.commitSync(taken, Duration.ofSeconds(TIMEOUT_SECONDS));
            taken.forEach(consumer::seek);
            LOG.atInfo()
                    .addKeyValue("action", "take-over")
                    .addKeyValue("group", group)
                    .log("Goes on where that group was: {}", taken);
        }
    }

    /** @throws KafkaException when the brokers don't say, so that it is tried again */
    private Map<TopicPartition, OffsetAndMetadata> former() {
        Properties own = new Properties();
        own.putAll(settings);
        own.keySet().retainAll(AdminClientConfig.configNames());
        try (Admin admin = Admin.create(own)) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.atWarn()
                        .addKeyValue("action", "take-over")
                        .addKeyValue("group", group)
                        .log(
                                "May not look where that group was, and begins at the beginning: {}",
                                e.getCause().getMessage());
                return Map.of();
            }
            throw new KafkaException("The offsets of the group " + group + " can't be read", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("The offsets of the group " + group + " can't be read", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
