package io.vsl.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.platform.Difference;
import io.vsl.testing.Devstack;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsServers
class CompareTopicsTest {

    private static final String PREFIX =
            "compare-" + UUID.randomUUID().toString().substring(0, 8);
    private static final String TOPIC = PREFIX + ".job.requested";

    @BeforeAll
    static void createThemAsWeDo() {
        KafkaProperties properties = properties(2, 1, Duration.ofSeconds(-1));
        new CreateTopics(properties, new KafkaSecurity(properties), PlainTopics.withPrefix(PREFIX)).create();
    }

    @Test
    void whatWeHaveCreatedDiffersInNothing() {
        assertThat(compare(properties(2, 1, Duration.ofSeconds(-1)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cleanup.policy, compact, delete, true",
        "cleanup.policy, 'compact,delete', delete, true",
        "retention.ms, 604800000, -1, false",
        "retention.ms, 0, -1, false",
        "retention.bytes, 1000000, -1, false",
        "max.message.bytes, 1048588, 4194304, false",
        "compression.type, producer, gzip, false",
        "compression.type, lz4, gzip, false",
        "min.insync.replicas, 2, at most 1, true"
    })
    void aSettingThatLosesRecordsHoldsStagesOrShutsClientsOutIsTold(
            String name, String is, String wanted, boolean grave) throws Exception {
        set(name, is);
        try {
            List<Difference> differences = Awaitility.await("the setting")
                    .until(() -> compare(properties(2, 1, Duration.ofSeconds(-1))), found -> !found.isEmpty());

            assertThat(differences).singleElement().satisfies(difference -> {
                assertThat(difference.isGrave()).isEqualTo(grave);
                assertThat(difference.found())
                        .isEqualTo("Topic %s: %s is %s, not %s".formatted(TOPIC, name, is, wanted));
                assertThat(difference.leadsTo()).isNotBlank();
                assertThat(difference.mend())
                        .startsWith("kafka-configs.sh --bootstrap-server ")
                        .contains(" --entity-name " + TOPIC + " --add-config " + name + "=");
            });
        } finally {
            set(name, null);
        }
    }

    @ParameterizedTest
    @CsvSource({"max.message.bytes, 8388608", "retention.ms, 600000000", "compression.type, uncompressed"})
    void moreThanIsNeededIsNoDifference(String name, String is) throws Exception {
        set(name, is);
        try {
            assertThat(compare(properties(2, 1, Duration.ofDays(5)))).isEmpty();
        } finally {
            set(name, null);
        }
    }

    @Test
    void fewerPartitionsAndReplicasAreTold() {
        List<Difference> differences = compare(properties(6, 3, Duration.ofSeconds(-1)));

        assertThat(differences).anySatisfy(difference -> {
            assertThat(difference.found()).isEqualTo("Topic " + TOPIC + ": partitions is 2, not 6");
            assertThat(difference.mend())
                    .contains("kafka-topics.sh", "--alter --topic " + TOPIC + " --partitions 6", "VSL_PARTITIONS=2");
        });
        assertThat(differences).anySatisfy(difference -> assertThat(difference.found())
                .isEqualTo("Topic " + TOPIC + ": replication is 1, not 3"));
        assertThat(differences).noneMatch(Difference::isGrave);
    }

    @Test
    void whatCantBeReadIsToldAsWell() {
        KafkaProperties properties = properties(2, 1, Duration.ofSeconds(-1));
        CompareTopics others =
                new CompareTopics(properties, new KafkaSecurity(properties), PlainTopics.withPrefix("not-there"));

        assertThat(others.compare())
                .singleElement()
                .extracting(Difference::found)
                .asString()
                .contains("can't be read");
    }

    private static List<Difference> compare(KafkaProperties properties) {
        return new CompareTopics(properties, new KafkaSecurity(properties), PlainTopics.withPrefix(PREFIX)).compare();
    }

    private static KafkaProperties properties(int partitions, int replicas, Duration retention) {
        return new KafkaProperties(
                Devstack.shared().get("KAFKA_BROKERS"),
                PREFIX,
                KafkaProperties.KafkaAuth.NONE,
                null,
                null,
                null,
                null,
                null,
                partitions,
                (short) replicas,
                retention);
    }

    /** As an operator does; null is as we have created it. */
    private static void set(String name, @Nullable String value) throws Exception {
        Map<String, String> ours = Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                "-1",
                "retention.bytes",
                "-1",
                "max.message.bytes",
                Integer.toString(Outgoing.MAX_BYTES),
                "compression.type",
                "gzip",
                "min.insync.replicas",
                "1");
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        String wanted = value == null ? ours.get(name) : value;
        try (Admin admin = Log.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            topic, List.of(new AlterConfigOp(new ConfigEntry(name, wanted), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            Awaitility.await(name).until(() -> admin.describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .get(topic)
                    .get(name)
                    .value()
                    .equals(wanted));
        }
    }
}
