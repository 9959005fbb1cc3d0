package io.vsl.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vsl.testing.Application;
import io.vsl.testing.Log;
import io.vsl.testing.NeedsServers;
import io.vsl.testing.Operations;
import io.vsl.testing.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Partitions may be added at any time: what a job's events say does not depend on where they stand. */
@NeedsServers
class TopicsGrowTest {

    private static final int JOBS = 15;
    private static final int PARTITIONS = 7;

    @Test
    void partitionsThatAreAddedUnderLoadLoseNothingAndChangeNothing() throws Exception {
        try (Installation vsl = Installation.complete()) {
            Application admin = vsl.start("admin");
            List<String> ended = vsl.submit(JOBS);
            vsl.awaitOutcomes(ended);
            vsl.fault("'on':'prediction','kind':'stuck','in':'processing'");
            List<String> halfway = vsl.submit(JOBS);
            halfway.forEach(jobId -> Log.await(vsl.topic("job.started"), Log.key(jobId)));
            Simulator.clearFaults();
            List<String> completed = Collections.synchronizedList(new ArrayList<>());
            Thread load = new Thread(() -> {
                for (int i = 0; i < 2 * JOBS; i++) {
                    completed.addAll(vsl.submit(1));
                }
            });
            load.start();
            grow(vsl.topic(""));
            load.join();
            Awaitility.await("events in the new partitions")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> {
                        completed.addAll(vsl.submit(1));
                        return Log.read(vsl.topic("job.completed")).stream()
                                .anyMatch(event -> event.partition() == PARTITIONS - 1);
                    });
            // Those that are not through by now; the simulator gives a stuck one up after a while.
            halfway.forEach(
                    jobId -> assertThat(vsl.client().cancel(jobId).status()).isIn(202, 409));
            completed.addAll(vsl.submit(JOBS));
            completed.addAll(ended);
            vsl.assertCompletedOnce(completed);
            vsl.fault("'on':'prediction','kind':'stuck','in':'processing'");
            List<String> cancelled = vsl.submit(JOBS);
            cancelled.forEach(
                    jobId -> assertThat(vsl.client().cancel(jobId).status()).isEqualTo(202));
            vsl.awaitOutcomes(cancelled);
            Simulator.clearFaults();

            vsl.awaitOutcomes(halfway);
            vsl.awaitDrained();

            vsl.assertThatSinksAgree(halfway);
            vsl.assertThatSinksAgree(cancelled);
            halfway.forEach(jobId -> assertThat(Simulator.predictions(jobId))
                    .as("predictions of " + jobId)
                    .isEqualTo(1));
            cancelled.forEach(jobId -> {
                assertThat(vsl.outcomes().get(jobId))
                        .as(jobId)
                        .singleElement()
                        .asString()
                        .contains("\"status\":\"cancelled\"");
                assertThat(Simulator.predictions(jobId))
                        .as("predictions of " + jobId)
                        .isLessThanOrEqualTo(1);
            });
            assertThat(vsl.outcomes().values()).allMatch(outcomes -> outcomes.size() == 1);
            assertThat(partitions(vsl, halfway))
                    .as("partitions of a job's events")
                    .anyMatch(some -> some.size() > 1);
            assertThat(differences(admin)).isZero();
            Operations.done(admin, "/admin/rebuilds", "{\"sink\":\"sink-postgres\"}");
            Log.awaitDrained(vsl.topic("sink-postgres"), List.of(vsl.topic("sink-postgres.retry")));
            assertThat(differences(admin)).isZero();
            vsl.assertThatSinksAgree(completed);
        }
    }

    private static void grow(String prefix) throws Exception {
        try (Admin admin = Log.admin()) {
            Map<String, NewPartitions> more = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(prefix))
                    .collect(Collectors.toMap(topic -> topic, topic -> NewPartitions.increaseTo(PARTITIONS)));
            assertThat(more).hasSizeGreaterThan(20);
            admin.createPartitions(more).all().get();
        }
    }

    /** Of each job. */
    private static Collection<Set<Integer>> partitions(Installation vsl, List<String> jobs) {
        return List.of("job.accepted", "job.completed").stream()
                .flatMap(topic -> Log.read(vsl.topic(topic)).stream())
                .filter(event -> jobs.contains(StageUnderTest.id(event)))
                .collect(Collectors.groupingBy(
                        StageUnderTest::id, Collectors.mapping(ConsumerRecord::partition, Collectors.toSet())))
                .values();
    }

    private static int differences(Application admin) {
        JsonNode result = Operations.done(admin, "/admin/verifications", "{}");
        assertThat(result.path("changedOutcomes").asInt()).as(result.toString()).isZero();
        return result.path("differences").asInt();
    }
}
