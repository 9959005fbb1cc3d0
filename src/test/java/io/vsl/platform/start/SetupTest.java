package io.vsl.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsl.testing.Database;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.VslProcess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** What is there before the first start. */
@NeedsServers
class SetupTest {

    private final String name = "s" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void whatIsOtherwiseIsToldWithWhatToDoAndLeft() throws Exception {
        String topic = name + ".job.requested";
        try (Admin admin = Log.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())
                            .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "1048588"))))
                    .all()
                    .get();
            Database database = Database.create(name);
            database.execute("CREATE FUNCTION rds_helper() RETURNS integer LANGUAGE sql AS 'SELECT 1'");

            try (VslProcess vsl = VslProcess.start(
                    Map.of("VSL_STAGES", "setup", "VSL_TOPIC_PREFIX", name, "DATABASE_URL", database.url()))) {
                assertThat(vsl.log())
                        .contains(
                                "Topic " + topic + ": cleanup.policy is compact, not delete",
                                "\"level\":\"ERROR\"",
                                "--entity-name " + topic + " --add-config cleanup.policy=delete",
                                "Topic " + topic + ": max.message.bytes is 1048588, not 4194304",
                                "Topic " + topic + ": partitions is 1, not 6");
                assertThat(vsl.log()).doesNotContain("Topic " + name + ".job.accepted");
            }

            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            assertThat(admin.describeConfigs(List.of(resource))
                            .all()
                            .get()
                            .get(resource)
                            .get("cleanup.policy")
                            .value())
                    .isEqualTo("compact");
            assertThat(database.query("SELECT count(*) FROM jobs")).containsExactly("0");
        }
    }

    @Test
    void atATableOfOthersItEndsWithASentence() throws Exception {
        Database database = Database.create(name);
        database.execute("CREATE TABLE jobs (id integer)");

        try (VslProcess vsl = VslProcess.launch(
                Map.of("VSL_STAGES", "setup", "VSL_TOPIC_PREFIX", name, "DATABASE_URL", database.url()))) {
            assertThat(vsl.awaitExit()).isEqualTo(1);
            assertThat(vsl.log())
                    .contains("PostgreSQL's schema public has jobs already, which are not ours", "?currentSchema=vsl");
        }
    }
}
